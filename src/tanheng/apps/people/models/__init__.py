"""Tables of people: users, the roles given to them and ended again, and API tokens."""

from typing import Any, ClassVar
from unicodedata import normalize

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.utils.translation import gettext_lazy as _

from tanheng.apps.people.models.permissions import ROLE_CHOICES
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now
from tanheng.store.facts import RecordedModel, RecordedQuerySet


def one_writing(email: str) -> str:
    """The one way an address is stored and compared: no blanks around it, no full-width letters, no capitals."""
    return normalize("NFKC", email).strip().lower()


class UserManager(BaseUserManager["User"]):
    """Creation of users; there is no superuser, all power comes from roles."""

    def get_queryset(self) -> RecordedQuerySet["User"]:
        """Users are changed one by one, so that the journal seals it."""
        return RecordedQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a user with a hashed password; without one the account cannot sign in until it is set."""
        user = self.model(email=one_writing(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """E-mail addresses are compared in their one way of writing."""
        return self.get(email=one_writing(username or ""))


class User(RecordedModel, AbstractBaseUser):
    """A person who can sign in, by e-mail address."""

    email = models.EmailField(_("E-mail address"), unique=True)
    display_name = models.CharField(_("Name"), max_length=100)
    language = models.CharField(_("Language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    unsealed_fields = frozenset({"last_login", "language"})
    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        return self.display_name or self.email

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password. Nothing is stored on the way: a sign-in changes nothing that the journal seals."""
        return check_password(raw_password, self.password)


class Assignment(AppendOnlyModel):
    """A role given to a person on a part of the group, from a day on."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(_("Role"), max_length=30, choices=ROLE_CHOICES)
    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="assignments")
    starts_on = models.DateField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["user", "node"])]


class AssignmentEnd(AppendOnlyModel):
    """The end of an assignment: from this day on the role is no longer held."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="end")
    ends_on = models.DateField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300, blank=True)


class SeparationDecision(AppendOnlyModel):
    """A company's decision that a separation of duties holds on a part of the group, or does not: the newest of the nearest part counts."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    separation = models.CharField(max_length=30)  # of permissions.SEPARATIONS
    in_force = models.BooleanField()
    reason = models.CharField(_("Reason"), max_length=300, blank=True)  # blank: the set-up's own
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["separation", "node"])]


class ApiToken(RecordedModel):
    """A token of the HTTP API; only its hash is stored. It can never do more than its user may."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=100)
    scopes = models.JSONField(default=list)  # verbs of permissions.VERBS
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RecordedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class SentForm(models.Model):
    """A form of a page that was sent and has done something: sent again it does nothing, and leads to where it led before.

    Nobody's figures or rights rest on it, and it goes after the days in which somebody may send a form again.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)  # of the form's own and of what was sent, hashed with the key of this house
    request = models.CharField(max_length=32)  # of all that sent it, the one that did it
    address = models.CharField(max_length=500, blank=True)  # where it led; "" while it is being answered
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="people_sent_form_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
