"""The people who sign in: roles, passwords, second factors, sessions, tokens, and what each keeps for themselves.

All of it lies in `accounts.db` beside the evidence and apart from it. Every function takes the open `Accounts` first.
"""

from countersight.accounts.database import Accounts
from countersight.accounts.people import Person, State
from countersight.accounts.roles import Act, Role, may
from countersight.accounts.sessions import Level, Lifetime, Session
from countersight.accounts.sign_in import Door

__all__ = ["Accounts", "Act", "Door", "Level", "Lifetime", "Person", "Role", "Session", "State", "may"]
