"""`/add`: an owner provides a document, sees a preview of what was understood, and decides whether it goes live."""
