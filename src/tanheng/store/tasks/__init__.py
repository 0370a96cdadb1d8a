"""What is done in the background: the table of tasks, and who has which of them in hand.

It stands on the database alone. A task is enqueued in the transaction of its cause; an attempt holds it by a lease, so that another takes
it up where one was killed; and what an attempt has made is committed together with the end of the task, only while that attempt is the
one that counts. What a task does, who may ask for it and who may see it is not known here.
"""
