"""Addresses of background work."""

from django.urls import path

from tanheng.apps.work import views
from tanheng.apps.work.views.schedule import schedule

app_name = "work"
urlpatterns = [
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<int:task_id>/", views.task, name="task"),
    path("tasks/<int:task_id>/progress/", views.progress, name="progress"),
    path("tasks/<int:task_id>/cancel/", views.cancel, name="cancel"),
    path("schedule/", schedule, name="schedule"),
]
