"""Every version of the form of a referral; the last one is for new drafts."""

from percorsi.referrals.choices import form_1

FORMS = {form.version: form for form in (form_1.FORM,)}
CURRENT = FORMS[max(FORMS)]
