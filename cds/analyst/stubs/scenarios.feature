@$rule
Feature: New rule about a $noun
  Say in two lines what happens to whom, so that a clinician can check it.

  # A step is a sentence that exists: copy it from another feature, or type a word of it where the snippets of
  # .vscode/ are known. `kir check` tells what comes near one that does not exist. docs/writing-rules.md

  Background:
    Given the service date is $today
    # A draft speaks only here. Take this line away when the rule is active.
    And the site has activated the rule "$rule"

  Scenario: It speaks
    Given a 17-year-old woman
    When the clinician signs $order
    Then rule "$rule" speaks as info
    And the card "$rule" cites evidence "$note"

  Scenario: It stays silent for somebody just outside
    Given an 18-year-old woman
    When the clinician signs $order
    Then rule "$rule" stays silent

  Scenario: It is not evaluated when the fact is not known
    Given a woman without a birth date
    When the clinician signs $order
    Then rule "$rule" is not evaluated because "birthDate" is missing
