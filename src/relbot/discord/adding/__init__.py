"""`/add`: an owner brings a document, sees what was understood of it, and decides whether it goes live."""
