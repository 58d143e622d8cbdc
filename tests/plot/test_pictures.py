"""The pictures as they are drawn: what stands on them, and that nothing runs into anything else."""

from __future__ import annotations

import inspect
import itertools
import subprocess
import sys
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, strategies as st
from matplotlib import rcParams
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text

from openweights import Artifact, InvalidValueError, MissingExtraError, Model, UnknownNameError, dataset, plot
from openweights.plot.picture import Picture
from openweights.plot.theme import PALETTES, Theme

FUNCTIONS = (plot.openness_map, plot.ladder_over_time, plot.flags_by_publisher, plot.claims_and_findings)
EVERYTHING = {function.__name__: function() for function in FUNCTIONS}


def texts(picture: Picture) -> list[Text]:
    return [text for axes in picture.axes for text in axes.texts if text.get_text()]


def overlaps(picture: Picture) -> list[tuple[str, str]]:
    """Return the texts that run into each other or out of the picture; slanted ones are compared with upright ones by their corners only."""
    page = picture.bbox
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(picture) if not text.get_rotation()]
    out = [(words, "the edge") for words, box in boxes if box.x0 < 0 or box.y0 < 0 or box.x1 > page.width or box.y1 > page.height]
    return out + [(a, b) for (a, first), (b, second) in itertools.combinations(boxes, 2) if first.padded(-1).overlaps(second.padded(-1))]


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_text_of_the_whole_data_set_runs_into_another(name: str) -> None:
    assert overlaps(EVERYTHING[name]) == []


def test_texts_that_run_into_each_other_would_be_found() -> None:
    picture = plot.openness_map(["OLMo 2"])
    label = next(text for text in texts(picture) if text.get_text() == "OLMo 2")
    x, y = label.get_position()
    picture.axes[0].text(x + 4, y, "in the way")
    picture.axes[0].text(-5, 50, "cut off")
    assert set(overlaps(picture)) == {("OLMo 2", "in the way"), ("cut off", "the edge")}


@given(st.lists(st.sampled_from([model.id for model in dataset.models()]), max_size=120, unique=True))
def test_no_name_on_a_map_of_some_releases_runs_into_another(ids: list[str]) -> None:
    picture = plot.openness_map(ids)
    assert overlaps(picture) == []
    assert marks(picture) == len(ids) + LEGEND


#: The marks that explain the others.
LEGEND = 4


def marks(picture: Picture) -> int:
    return sum(len(np.asarray(collection.get_offsets())) for collection in picture.axes[0].collections)


@pytest.mark.parametrize("theme", Theme)
def test_every_release_is_a_mark_on_the_map(theme: Theme) -> None:
    assert marks(plot.openness_map(theme=theme)) == len(dataset.models()) + LEGEND


def test_ten_thousand_releases_find_room() -> None:
    weights = [Artifact("model-parameters", availability="public", license="MIT")]
    crowd = [Model(f"M{number}", access="download", artifacts=weights) for number in range(10_000)]
    picture = plot.openness_map(crowd)
    assert marks(picture) == 10_000 + LEGEND
    assert overlaps(picture) == []


def labels(picture: Picture) -> set[str]:
    return {text.get_text() for text in texts(picture)}


def test_a_few_releases_all_have_their_names() -> None:
    names = ["Llama 3.1", "LLaVA 1.5", "OLMo 2", "GPT-4", "Mistral 7B", "BLOOM"]
    assert set(names) <= labels(plot.openness_map(names))


def test_one_says_which_or_how_many_releases_of_a_field_are_named() -> None:
    assert {"OLMo 2", "Llama 3.1", "GPT-4"} <= (chosen := labels(plot.openness_map(label=["OLMo 2", "Llama 3.1", "GPT-4"])))
    assert "Gemma 1" not in chosen
    none = labels(plot.openness_map(label=0))
    assert not none & {model.name for model in dataset.models()}


def test_the_ladder_leaves_out_years_with_few_releases_but_the_table_has_them() -> None:
    picture = EVERYTHING["ladder_over_time"]
    years = {row["year"]: row["of"] for row in picture.rows}
    few = {str(year) for year, of in years.items() if int(str(of)) < 5}
    assert few
    assert not few & labels(picture)
    assert few <= labels(plot.ladder_over_time(fewest=1))


def test_the_columns_of_the_ladder_are_full() -> None:
    picture = plot.ladder_over_time(["Llama 3.1", "Llama 3", "OLMo 2", "GPT-4"], fewest=1)
    drawn = [patch.get_height() for patch in picture.axes[0].patches if patch.get_width() > 50]  # type: ignore[attr-defined]
    assert sum(drawn) == pytest.approx(2 * (460 - 44 - 78))


def test_flags_of_information_are_not_drawn() -> None:
    assert not {"notice", "copyleft", "litigation-termination"} & labels(EVERYTHING["flags_by_publisher"])
    assert "user-threshold" in labels(EVERYTHING["flags_by_publisher"])


def test_a_heat_map_has_as_many_publishers_as_asked_for() -> None:
    picture = plot.flags_by_publisher(most=3)
    assert len(picture.alt.splitlines()) == 1 + 3
    assert len({row["publisher"] for row in picture.rows}) > 100


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_picture_of_nothing_is_a_picture(function: Callable[..., Picture]) -> None:
    picture = function([])
    assert isinstance(picture, Figure)
    assert picture.rows == []
    assert overlaps(picture) == []
    ElementTree.fromstring(picture.svg())


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_names_from_strangers_are_drawn_as_they_are(function: Callable[..., Picture]) -> None:
    weights = [Artifact("model-parameters", availability="public", license="llama3.1")]
    claim = {"quote": "open", "category": "open-source", "claimant": "x", "source": "https://x.example/"}
    hostile = ["$\\frac{", "a$b$c", "</svg><script>alert(1)</script>", "two\nlines\x07", "W" * 400, "\\"]
    models = [
        Model(name, id=f"m{at}", developer=name, released="2025", access="download", artifacts=weights, claims=[claim])
        for at, name in enumerate(hostile)
    ]
    picture = function(models, **({"fewest": 1} if "fewest" in inspect.signature(function).parameters else {}))
    assert overlaps(picture) == []
    drawn = ElementTree.fromstring(picture.svg())
    assert not list(drawn.iter("{http://www.w3.org/2000/svg}script"))
    assert "<script" not in picture.html()


@pytest.mark.parametrize("name", EVERYTHING)
def test_svg_says_what_it_shows_and_is_the_same_each_time(name: str) -> None:
    picture = EVERYTHING[name]
    drawn = ElementTree.fromstring(picture.svg())
    assert drawn.get("role") == "img"
    title, described = list(drawn)[:2]
    assert (title.tag.rpartition("}")[2], title.text) == ("title", picture.title)
    assert (described.tag.rpartition("}")[2], described.text) == ("desc", picture.alt)
    again = next(function for function in FUNCTIONS if function.__name__ == name)()
    assert again.svg() == picture.svg()


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_notebook_gets_the_picture_with_its_words(name: str) -> None:
    html = EVERYTHING[name]._repr_html_()
    assert html.startswith("<img ")
    assert EVERYTHING[name].alt.splitlines()[0] in html


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_theme_is_the_ground_and_no_setting_is_changed(function: Callable[..., Picture]) -> None:
    before = dict(rcParams)
    picture = function(["OLMo 2", "Llama 3.1"], theme="dark")
    picture.svg()
    assert dict(rcParams) == before
    assert picture.theme is Theme.DARK
    assert to_hex(picture.get_facecolor()) == PALETTES[Theme.DARK].ground


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: plot.openness_map(theme="sepia"), "no Theme"),
        (lambda: plot.openness_map(label=-1), "label: "),
        (lambda: plot.openness_map(label=True), "label: "),
        (lambda: plot.ladder_over_time(fewest=-1), "fewest: "),
        (lambda: plot.flags_by_publisher(most=2.5), "most: "),  # type: ignore[arg-type]
        (lambda: plot.claims_and_findings(fewest="2"), "fewest: "),  # type: ignore[arg-type]
    ],
)
def test_arguments_that_make_no_sense_are_refused(draw: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidValueError, match=words):
        draw()


def test_a_release_to_be_named_must_be_known() -> None:
    with pytest.raises(UnknownNameError):
        plot.openness_map(["OLMo 2"], label=["Nobody 5"])


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", "-c", code], check=False, capture_output=True, text=True)


def test_tables_and_texts_need_no_matplotlib() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from openweights.plot import tables, wording\n"
        "print(wording.of_map(tables.map_rows(['OLMo 2'])))"
    )
    assert "everything, open: 1 release (OLMo 2)." in run(code).stdout


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_without_matplotlib_one_is_told_how_to_get_it(function: Callable[..., Picture]) -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from openweights import plot, MissingExtraError\n"
        f"try: plot.{function.__name__}()\n"
        "except MissingExtraError as error: print(error)"
    )
    assert 'pip install "openweights-taxonomy[plot]"' in run(code).stdout
    assert issubclass(MissingExtraError, ImportError)
