from django.contrib.auth.models import AbstractUser
from django.db import models


class Vehicle(models.Model):
    make = models.CharField(max_length=50, default="Volkswagen")
    model = models.CharField(max_length=50, default="Golf/GTI")
    engine = models.CharField(max_length=50, default="TSI-150")
    owner = models.ForeignKey("auth.User", on_delete=models.CASCADE)

    class Meta:
        app_label = "garage"
        db_table = "garage_vehicle"


class Printer(models.Model):
    printer_model = models.CharField(default="HP/LaserJet-4", max_length=40)
    device_model = "SM-G991B"
    model_name = models.CharField(choices=[("mk-2", "Mark 2")], max_length=20)


def seed():
    Vehicle.objects.create(make="Toyota", model="Corolla-1.8")
    Vehicle.objects.create(make="BMW", model="X5/M")
    Vehicle.objects.get_or_create(model="Model-3", engine="dual-motor")
    return {"model": "garage.vehicle", "pk": 1, "fields": {"make": "Seat/Cupra"}}


class Command:
    search_engine = "elastic/8.11"
    storage_engine = "InnoDB-8"
    template_engine = "jinja2/3.1"
    view_model = "OrderViewModel"
    threat_model = "STRIDE/v2"
    AUTH_USER_MODEL = "accounts.User"
    data_model = "star-schema-2"
    pricing_model = "per-seat-2024"
