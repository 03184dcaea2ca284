"""What each kind of document must hold and how it is worded: the one place where it is said."""

from templates.loader import (
    BadTemplate,
    Kind,
    Requirement,
    Role,
    SubKind,
    find_file,
    load_kind,
    load_kinds,
    load_roles,
    looked_for,
    tell_subkind,
)  # fmt: skip

__all__ = [
    "BadTemplate", "Kind", "Requirement", "Role", "SubKind", "find_file", "load_kind", "load_kinds", "load_roles",
    "looked_for", "tell_subkind",
]  # fmt: skip
