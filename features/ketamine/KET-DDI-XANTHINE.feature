@KET-DDI-XANTHINE
Feature: Ketamine with theophylline or aminophylline
  The US ketamine label asks not to give them together: the seizure threshold falls.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 45-year-old man

  Rule: Together is critical

    Scenario: Theophylline tablets
      Given he takes "theophylline" (RxNorm 10438), oral
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes, for an outpatient
      Then a critical card "KET-DDI-XANTHINE" is shown
      And the summary of the card "KET-DDI-XANTHINE" says "theophylline and ketamine together"
      And the card "KET-DDI-XANTHINE" is about the order for "ketamine"
      And the card "KET-DDI-XANTHINE" rests on "theophylline"
      And the card "KET-DDI-XANTHINE" offers to remove the order for "ketamine"
      And the card "KET-DDI-XANTHINE" offers "Ask for a respiratory alternative"
      And the card "KET-DDI-XANTHINE" says "The US ketamine label"
      And the card "KET-DDI-XANTHINE" says "never stop it without a plan for the lungs"
      And the card "KET-DDI-XANTHINE" may be overridden because "specialist-agreed"
      And the card "KET-DDI-XANTHINE" may be overridden because "resolved-or-wrong-entry"
      And the card "KET-DDI-XANTHINE" cites evidence "E33"
      And the card "KET-DDI-XANTHINE" says "says not to give theophylline or aminophylline with it"
      And the card "KET-DDI-XANTHINE" cites evidence "E35"

    Scenario Outline: Exposed by <how>
      Given <fact>
      When the clinician signs an order for <order>
      Then rule "KET-DDI-XANTHINE" speaks as critical

      Examples:
        | how                     | fact                                                                           | order                                                           |
        | an infusion that runs   | he was given "aminophylline" (RxNorm 689), intravenous, 3 hours ago, being given now | "ketamine" (RxNorm 6130), intramuscular, for an outpatient |
        | a name only             | he takes "Theophylline ER 300 mg"                                              | "ketamine" (RxNorm 6130), intravenous, for an outpatient        |
        | his own word            | he says that he takes "theophylline" (RxNorm 10438)                            | "esketamine" (RxNorm 2119365), nasal, for an outpatient         |
        | an order for aminophylline | he takes "aminophylline" (RxNorm 689), intravenous                          | "ketamine" (RxNorm 6130), oral, for the community               |

    Scenario: The esketamine visit is an order of it, too
      Given he takes "theophylline" (RxNorm 10438)
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then a critical card "KET-DDI-XANTHINE" is shown
      And the card "KET-DDI-XANTHINE" is about the order for "esketamine visit"

    Scenario: It is said while the order is only being picked
      Given he takes "theophylline" (RxNorm 10438)
      When the clinician selects an order for "ketamine" (RxNorm 6130)
      Then rule "KET-DDI-XANTHINE" speaks as critical

    Scenario Outline: Stopped, the last dose <when>
      Given he takes "theophylline" (RxNorm 10438), stopped, until <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-XANTHINE" <says>

      Examples: two days, the last one included
        | when        | says               |
        | 1 day ago   | speaks as critical |
        | 2 days ago  | speaks as critical |
        | 57 hours ago | speaks as critical |
        | 58 hours ago | stays silent      |
        | 3 days ago  | stays silent       |

    Scenario Outline: Given <when>
      Given he was given "aminophylline" (RxNorm 689), intravenous, <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-XANTHINE" <says>

      Examples:
        | when                     | says               |
        | 30 hours ago             | speaks as critical |
        | 2 days ago               | speaks as critical |
        | 3 days ago               | stays silent       |
        | 1 hour ago, not given    | stays silent       |
        | 1 hour ago, entered in error | stays silent   |

  Rule: It holds both ways

    Scenario: Theophylline is ordered for somebody on ketamine
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      When the clinician signs an order for "theophylline" (RxNorm 10438), oral
      Then a critical card "KET-DDI-XANTHINE" is shown
      And exactly 1 card is shown
      And the card "KET-DDI-XANTHINE" is about the order for "theophylline"
      And the card "KET-DDI-XANTHINE" offers to remove the order for "theophylline"

    Scenario: Both in one request: one card, about the ketamine
      Given an order for "theophylline" (RxNorm 10438), oral
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then a critical card "KET-DDI-XANTHINE" is shown
      And exactly 1 card is shown
      And the card "KET-DDI-XANTHINE" is about the order for "ketamine"

    Scenario: Another drug for somebody on ketamine and theophylline is no reason to speak about that drug
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      And he takes "theophylline" (RxNorm 10438)
      When the clinician signs an order for "lorazepam" (RxNorm 6470)
      Then rule "KET-DDI-XANTHINE" stays silent
      And no card mentions "theophylline"

    Scenario: The ketamine was stopped
      Given a running order for "ketamine" (RxNorm 6130), intravenous, stopped
      When the clinician signs an order for "theophylline" (RxNorm 10438)
      Then rule "KET-DDI-XANTHINE" stays silent

  Rule: What does not count

    Scenario Outline: He takes <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-XANTHINE" stays silent

      Examples: caffeine is a xanthine, but the label does not name it
        | medicine                                      |
        | "caffeine" (RxNorm 1886)                      |
        | "theophylline" (RxNorm 10438), cancelled      |
        | "theophylline" (RxNorm 10438), entered in error |
        | "theophylline" (RxNorm 10438), as a plan      |
        | "theophylline" (RxNorm 10438), a draft elsewhere |
        | "theophylline" (RxNorm 10438), marked do not perform |
        | "theophylline" (RxNorm 10438), ordered 2 years ago |

    Scenario: An allergy to theophylline is no exposure
      Given he is allergic to "theophylline" (RxNorm 10438), with "palpitations"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-XANTHINE" stays silent

    Scenario: Nothing else is taken
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-XANTHINE" stays silent

    Scenario: Another patient's theophylline is left out, and the answer is not whole
      Given he takes "theophylline" (RxNorm 10438), of another patient
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-XANTHINE" is not evaluated because "MedicationRequest" is missing

    Scenario: Topical ketamine
      Given he takes "theophylline" (RxNorm 10438)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-DDI-XANTHINE" stays silent

    Scenario: Ordered for an anaesthetic
      Given he takes "theophylline" (RxNorm 10438)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DDI-XANTHINE" stays silent

  Rule: What is not known is not safe

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-XANTHINE" is not evaluated because "<missing>" is missing

      Examples:
        | kind                       | missing                  |
        | medications                | MedicationRequest        |
        | medication statements      | MedicationStatement      |
        | medication administrations | MedicationAdministration |

    Scenario: Stopped at a time that nobody wrote down
      Given he takes "theophylline" (RxNorm 10438), stopped
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-XANTHINE" is not evaluated because "the last dose" is missing

    Scenario: A medicine that nobody can name
      Given he takes "breathing pill"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-XANTHINE" is not evaluated because "what" is missing
