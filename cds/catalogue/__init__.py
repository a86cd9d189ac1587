"""The content as people read it: one page per rule, evidence note and value set, made from the content alone."""

from cds.catalogue.site import Site, write_site
from cds.catalogue.stories import Ran, Stories, Story, Tally

__all__ = ["Ran", "Site", "Stories", "Story", "Tally", "write_site"]
