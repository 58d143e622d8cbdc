"""Other people's formats, each read and written by a module of its own."""
