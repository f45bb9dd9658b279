"""One module for each kind of document: from a located tree to the types of the rule set."""
