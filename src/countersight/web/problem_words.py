"""The wordings of what goes wrong on a page, each once, for the translations: who reads the API gets the English words.

They are those that errors are raised with; `reasons` tells one by its wording, as it tells the reasons that are kept.
"""

from collections.abc import Mapping
from types import MappingProxyType

from countersight.web.reason_words import Wording, _, ngettext

NOT_THERE: tuple[Wording, ...] = (
    _("no document %(quoted)s"),
    _("no document text %(quoted)s"),
    _("no text %(quoted)s"),
    _("no claim %(quoted)s"),
    _("no finding %(quoted)s"),
    _("no source %(quoted)s"),
    _("no party %(quoted)s"),
    _("no technology %(quoted)s"),
    _("no territory %(quoted)s"),
    _("no drawing %(quoted)s"),
    _("no judgement %(quoted)s"),
    _("no saved search %(quoted)s"),
    _("%(quoted)s is no organization; its territories have pages"),
    _("there is no text of document %(quoted)s"),
    _("there is no page %(digits)s of document %(quoted)s"),
    _("document %(quoted)s has no pages to draw"),
    _("%(quoted)s is in no finding"),
    _("there is no release %(quoted)s"),
    _("there is no release before %(quoted)s"),
    _("release %(quoted)s has no file %(other_quoted)s"),
    _("there is no feed %(quoted)s"),
    _("there is no provider to sign in at"),
    _("nobody here is called %(quoted)s"),
    _("%(quoted)s begins more than one %(what)s: %(words)s"),
    _("document"),
    _("claim"),
    _("finding"),
    _("nothing here is called %(quoted)s"),
    _("Not Found"),
    _("Method Not Allowed"),
)
"""What an address names and what is not there."""

ASKED: tuple[Wording, ...] = (
    _("%(quoted)s is no date such as 2026-03-31"),
    _("there is no order %(quoted)s; there are %(words)s"),
    _("there is no format %(quoted)s; there are %(words)s"),
    _("there is no citation as .%(quoted)s; there are %(words)s"),
    _("a timeline has no lanes by %(quoted)s; there are %(words)s"),
    _("no drawing %(quoted)s; there are %(words)s"),
    _("there are no %(name)s %(quoted)s; there are %(words)s"),
    ngettext(
        "more than %(num)s %(name)s cannot be asked for at once",
        "more than %(num)s %(name)s cannot be asked for at once",
    ),
    _("%(name)s: %(quoted)s is no whole number"),
    _("this is no place in a list: begin at its first page"),
    _("this place is one in a list of another order: begin at its first page"),
    _("this is no place in the queue: begin at its first page"),
    _("no such search"),
    _("this request brings more than it may"),
    _("the archive has no blob %(quoted)s"),
    _("the project cannot be reached or written to at the moment: try again soon"),
    _("something in this project is not as it has to be; whoever runs it finds in the log what"),
    ngettext("too many attempts: try again in %(num)s s", "too many attempts: try again in %(num)s s"),
)
"""What an address asks for and what cannot be."""

OPEN_TO: tuple[Wording, ...] = (
    _("sign in first"),
    _("as %(role)s you may not %(act)s: an admin can change that"),
    _("this is for the role %(role)s or above"),
    _("The review desk is for reviewers and editors here; you are signed in as a reader."),
    _("This is for editors."),
    _("This is for administrators."),
    _("people are managed by signing in, not by a token"),
    _("a token cannot change the account that it belongs to"),
    _("recovery codes stand in for a second factor: set one up first"),
)
"""What is not open to everybody."""

SIGNING_IN: tuple[Wording, ...] = (
    _("name, password or code are not right"),
    _("this code is not right: type the one shown now"),
    _("the two passwords are not the same"),
    _("a password has at least %(digits)s characters; a few words that say nothing of you do"),
    _("a password has at most %(digits)s characters"),
    _(
        "without keys in a row, years, repetitions, your name and the commonest words, too little of it is left to "
        "guess: add a word or two that have nothing to do with one another"
    ),
    _("this password is in the list of those that others have used"),
    _("this link was used, has expired, or was made void by a newer one: ask an admin for another"),
    _("this account was disabled by an admin"),
    _("what came back belongs to another sign-in: begin again"),
    _("the provider did not let you in"),
    _("what came back is from another provider"),
    _("the provider did not say who you are"),
    _("what the provider says of you does not hold"),
    _("what the provider says was said to another site"),
    _("the provider gives you no role here: ask an admin"),
    _("this browser did not begin this sign-in, or too long ago: begin again"),
    _("choose a role and for how long"),
    _("choose for how long"),
    _("choose a role"),
    _("choose what to do"),
    _("say in up to %(digits)s characters what the token is for"),
    _("a token lasts from one to %(digits)s days"),
    _("a token cannot be %(role)s, as its person is not"),
    _("nobody has more than %(digits)s tokens: revoke one first"),
    _("%(name)s signs in at the provider, which has their password"),
    _("%(quoted)s is no name: it begins with a letter or digit and has at most 80 characters"),
    _("the name %(quoted)s is taken, or was: names are never given twice"),
    _("%(name)s was removed"),
    _("%(name)s is %(state)s, not disabled"),
    _("%(name)s is the last admin who can sign in: make somebody else one first"),
)
"""Of passwords, codes, tokens and people."""

KEPT: tuple[Wording, ...] = (
    _("give the filters a name"),
    _("a saved search has a name of up to %(digits)s characters, and is not endless"),
    _("a saved search has a name of up to %(digits)s characters"),
    _("nobody keeps more than %(digits)s searches: remove one first"),
    _("there is a search %(quoted)s already"),
    _("two actions cannot have the same keys"),
    _("these are no key bindings"),
)

ADDING: tuple[Wording, ...] = (
    _("choose at least one file"),
    _("the name of a publisher has up to %(digits)s characters"),
    _("%(digits)s uploads wait already: come back when some of them are taken in"),
    _("this upload has no files that wait"),
    _("Too many files. Maximum number of files is %(digits)s."),
    _("files that end in %(quoted)s are not taken"),
    _("the name has no ending"),
    _("the name ends in %(quoted)s, but the bytes are %(words)s"),
    _("%(name)s has no bytes"),
    _("%(name)s: %(count_digits)s bytes is over the limit of %(digits)s"),
    _("no reader for %(words)s"),
    _("no words"),
    _("no bytes"),
    _("it took too long and was stopped; what is left is done by the next run"),
    _("it broke off; what is left is done by the next run"),
)
"""Of files that are sent."""
"""Of what a person keeps."""

DECIDING: tuple[Wording, ...] = (
    _("no claim is selected: tick those that the verdict is for"),
    _("to reject needs a reason: choose one or write it"),
    _("to reject needs a reason"),
    _("nothing is changed: accept the claim if it is right as it is"),
    _("the claim was read so before it was edited: take that edit back instead"),
    _("the machine had read it so, and it was edited since: see %(quoted)s"),
    _("%(quoted)s was itself edited since: take that back first"),
    _("there is no decision to take back on %(quoted)s that stands"),
    _("no decision of %(name)s stands there; only an editor takes back what others decided"),
    _("%(quoted)s was decided on in between: its last decision is %(words)s, not %(other_words)s"),
    _("to merge takes two findings"),
    _("to split takes two groups of claims"),
    _("a claim is in two of the groups"),
    _("%(quoted)s is no claim of finding %(other_quoted)s"),
    _("say which judgement is taken back"),
    _("%(name)s is one thing: there are no two to judge"),
    _("%(words)s: confirm if they are the same all the same"),
    _("no judgement stands on just %(name)s and %(other_name)s"),
    _("%(words)s contradicts what was judged before: %(other_words)s"),
    _("a judgement needs a reason"),
    _("a judgement needs the name of who judges"),
    _("a notice needs words for its readers, and the name of who makes it known"),
    _("a reply names the party that replies; nothing else does"),
    _("%(quoted)s is withdrawn already"),
    _("%(quoted)s is not withdrawn, so there is nothing to restore"),
    _("the source of %(quoted)s is withdrawn; restore that first"),
    _("%(quoted)s is a news agency: withdraw it as one, so that its dispatches follow"),
    _("no news agency %(quoted)s: name one of those whose credits are known, else a publisher"),
    _("no claim stands on the word of %(quoted)s"),
    _("no document is from the wire of %(quoted)s, and no claim stands on its word"),
    _("no claim is taken on the word of %(quoted)s, which is withdrawn"),
    _("claim %(name)s stands no longer: its document, source or speaker is withdrawn"),
    _("claim %(name)s stands no longer: it was read anew or taken back since"),
)
"""Of decisions, judgements and notices."""

EDITING: tuple[Wording, ...] = (
    _("needs the words that say it"),
    _("choose which it is"),
    _("“%(quoted)s” is no territory"),
    _("say the number in figures"),
    _("no words are given"),
    _("“%(quoted)s” does not stand in the text exactly so"),
    ngettext(
        "“%(quoted)s” stands there %(num)s time: choose which", "“%(quoted)s” stands there %(num)s times: choose which"
    ),
    _("select the words that carry the claim"),
    _("select its name, or the words that name its territory"),
    _("the machine's rule holds only for the name that it led to"),
    _("the machine had no such rule for it: select the words that say it"),
    _("needs the words that say it, or the machine's rule, and not both"),
    _("choose at least one label"),
    _("say what is counted"),
    _("%(quoted)s is longer than a %(precision)s"),
    _("the text does not tell the day of its publication, to count from"),
    _("“%(quoted)s” stands outside the evidence: select more words there, or one more quote"),
    _("nothing but white space is selected"),
    _("%(quoted)s is the code of no territory that is known"),
    _("%(quoted)s is none of %(words)s"),
    _("%(quoted)s is no day, month or year such as 2031-05-04"),
    _("%(quoted)s is no month"),
)
"""Of the form in which a claim is edited or added."""

ACTS: Mapping[str, tuple[str]] = MappingProxyType(
    {
        "read": _("read"),
        "keep": _("keep searches and settings"),
        "review": _("review"),
        "judge": _("judge who is the same"),
        "collect": _("add documents"),
        "release": _("write a release"),
        "restrict": _("restrict what others see"),
        "manage": _("manage people and settings"),
    }
)
"""What a role allows or not: `accounts/roles`."""

PROBLEMS: tuple[Wording, ...] = (*NOT_THERE, *ASKED, *OPEN_TO, *SIGNING_IN, *KEPT, *DECIDING, *EDITING, *ADDING)
