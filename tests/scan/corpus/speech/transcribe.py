import os

import whisper
from faster_whisper import WhisperModel
from transformers import AutoModelForSpeechSeq2Seq, pipeline

SIZE = os.environ.get("WHISPER_SIZE", "large-v3")

model = whisper.load_model("medium.en")
fast = WhisperModel(SIZE, device="cuda", compute_type="int8_float16")
hf = AutoModelForSpeechSeq2Seq.from_pretrained("openai/whisper-large-v3-turbo")
asr = pipeline("automatic-speech-recognition", model="facebook/wav2vec2-base-960h")
vad = "silero/vad"
result = model.transcribe("audio/call-1.wav", language="de", task="transcribe")
TTS_MODEL = "suno/bark-small"
voice = {"voice": "v2/en_speaker_6", "tts_model": TTS_MODEL, "format": "audio/mpeg"}
