"""The content as people read it: one page per rule, evidence note and value set, made from the content alone."""

from cds.catalogue.install_sheet import install_sheet
from cds.catalogue.site import Site, write_site
from cds.catalogue.stories import Ran, Stories, Story, Tally
from cds.catalogue.words import told_in_words

__all__ = ["Ran", "Site", "Stories", "Story", "Tally", "install_sheet", "told_in_words", "write_site"]
