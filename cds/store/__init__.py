"""What we remember: decisions made, and what became of their cards. The only user of SQLAlchemy."""

from cds.store.comments import CommentKeys
from cds.store.store import Store

__all__ = ["CommentKeys", "Store"]
