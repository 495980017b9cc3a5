"""What stands between the network and the site: `open_gate` decides who is let in, `protect` puts the layers around."""

from countersight.web.security.gate import Gate, Mode, open_gate
from countersight.web.security.identity import Identity, gate_of, identity_of, require
from countersight.web.security.layers import protect

__all__ = ["Gate", "Identity", "Mode", "gate_of", "identity_of", "open_gate", "protect", "require"]
