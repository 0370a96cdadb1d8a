"""The door of what is done in the background: a process that performs the tasks that wait, and begins what is due by the schedule.

It decides nothing: a task is done by the services of its app, with the actor that asked for it.
"""
