import fal_client
import replicate
import torch
from diffusers import (
    AutoencoderKL,
    AutoPipelineForText2Image,
    ControlNetModel,
    DiffusionPipeline,
    DPMSolverMultistepScheduler,
    StableDiffusionXLControlNetPipeline,
    StableDiffusionXLPipeline,
)
from ultralytics import YOLO

base = "stabilityai/stable-diffusion-xl-base-1.0"
pipe = StableDiffusionXLPipeline.from_pretrained(base, torch_dtype=torch.float16, variant="fp16")
refiner = DiffusionPipeline.from_pretrained("stabilityai/stable-diffusion-xl-refiner-1.0")
vae = AutoencoderKL.from_pretrained("madebyollin/sdxl-vae-fp16-fix")
control = ControlNetModel.from_pretrained("diffusers/controlnet-canny-sdxl-1.0", subfolder="unet/v2")
flux = AutoPipelineForText2Image.from_pretrained("black-forest-labs/FLUX.1-schnell")
pipe.load_lora_weights("nerijs/pixel-art-xl", weight_name="pixel-art-xl.safetensors")
pipe.load_ip_adapter("h94/IP-Adapter", subfolder="sdxl_models", weight_name="ip-adapter_sdxl.bin")
single = StableDiffusionXLPipeline.from_single_file("https://huggingface.co/Lykon/dreamshaper-xl-1-0/blob/main/DreamShaperXL1.0Alpha2_fixedVae_half_00001_.safetensors")
scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, algorithm_type="sde-dpmsolver++")
detector = YOLO("yolov8n.pt")

remote = replicate.run("stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b", input={"prompt": "…"})
other = replicate.run("meta/meta-llama-3-70b-instruct", input={"prompt": "…"})
fast = fal_client.subscribe("fal-ai/flux/dev", arguments={"image_size": "landscape_4_3"})

image.save("out/cat.png")
mime = "image/webp"
size = "1024/768"
