"""Who may do what to what, and the gate that figures leave through."""
