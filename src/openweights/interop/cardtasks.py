"""What the tasks of the Hugging Face Hub (`pipeline_tag`) say of what a model takes in and gives out.

Source: huggingface/huggingface.js, `packages/tasks/src/pipelines.ts`. Tasks that leave it open (`any-to-any`, `feature-extraction`,
`other`, `graph-ml`, `reinforcement-learning`) are not listed.
"""

from __future__ import annotations

from openweights.vocabulary import Modality

_TASKS: dict[tuple[Modality, ...], str] = {
    (Modality.TEXT,): (
        "text-generation text2text-generation conversational fill-mask text-classification token-classification question-answering "
        "zero-shot-classification translation summarization sentence-similarity text-ranking text-retrieval multiple-choice"
    ),
    (Modality.IMAGE,): (
        "image-classification object-detection image-segmentation depth-estimation image-to-image unconditional-image-generation "
        "mask-generation image-feature-extraction keypoint-detection"
    ),
    (Modality.TEXT, Modality.IMAGE): (
        "text-to-image image-to-text image-text-to-text image-text-to-image visual-question-answering document-question-answering "
        "zero-shot-image-classification zero-shot-object-detection visual-document-retrieval"
    ),
    (Modality.VIDEO,): "video-classification video-to-video",
    (Modality.TEXT, Modality.VIDEO): "text-to-video video-text-to-text",
    (Modality.IMAGE, Modality.VIDEO): "image-to-video",
    (Modality.TEXT, Modality.IMAGE, Modality.VIDEO): "image-text-to-video",
    (Modality.TEXT, Modality.SPEECH): "automatic-speech-recognition text-to-speech",
    (Modality.SPEECH,): "voice-activity-detection",
    (Modality.AUDIO,): "audio-classification audio-to-audio",
    (Modality.TEXT, Modality.AUDIO): "text-to-audio audio-text-to-text",
    (Modality.TEXT, Modality.THREE_D): "text-to-3d",
    (Modality.IMAGE, Modality.THREE_D): "image-to-3d",
    (Modality.TABULAR,): "tabular-classification tabular-regression",
    (Modality.TEXT, Modality.TABULAR): "table-question-answering tabular-to-text table-to-text",
    (Modality.TIME_SERIES,): "time-series-forecasting",
    (Modality.ROBOTICS,): "robotics",
}

#: Modalities by task.
MODALITIES: dict[str, frozenset[Modality]] = {task: frozenset(modalities) for modalities, tasks in _TASKS.items() for task in tasks.split()}
