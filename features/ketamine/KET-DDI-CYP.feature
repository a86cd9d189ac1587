@KET-DDI-CYP
Feature: Ketamine with a drug that slows or speeds its breakdown
  It matters by mouth, where CYP2B6 and CYP3A4 meet the drug first. The data are few, and partly against it.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 58-year-old man

  Rule: By mouth, an inhibitor is a warning

    Scenario: Clarithromycin and a troche
      Given he takes "clarithromycin" (RxNorm 21212), oral
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for an outpatient
      Then rule "KET-DDI-CYP" speaks as warning
      And the card "KET-DDI-CYP" is about the order for "ketamine troche 50 mg"
      And the card "KET-DDI-CYP" rests on "clarithromycin"
      And the card "KET-DDI-CYP" says "clarithromycin slows the breakdown"
      And the card "KET-DDI-CYP" says "did not change with itraconazole"
      And the card "KET-DDI-CYP" says "a pharmacist set a lower dose"
      And the card "KET-DDI-CYP" offers "Ask a pharmacist about the combination"
      And the card "KET-DDI-CYP" may be overridden because "dose-verified"
      And the card "KET-DDI-CYP" cites evidence "E37"
      And the card "KET-DDI-CYP" cites evidence "E36"
      And the card "KET-DDI-CYP" cites evidence "KET-CYP-STUDIES"

    Scenario Outline: Inhibitor in use: <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, for an outpatient
      Then rule "KET-DDI-CYP" speaks as <indicator>

      Examples: itraconazole changed nothing in the one study
        | medicine                                   | indicator |
        | "ticlopidine" (RxNorm 10594)               | warning   |
        | "clopidogrel" (RxNorm 32968)               | warning   |
        | "ketoconazole" (RxNorm 6135), oral         | warning   |
        | "ketoconazole" (RxNorm 6135)               | warning   |
        | "voriconazole" (RxNorm 121243)             | warning   |
        | "ritonavir" (RxNorm 85762)                 | warning   |
        | "nirmatrelvir / ritonavir"                 | warning   |
        | "itraconazole" (RxNorm 28031), oral        | info      |

    Scenario Outline: The ketamine goes <route>
      Given he takes "clarithromycin" (RxNorm 21212)
      When the clinician signs an order for "ketamine" (RxNorm 6130), <route>, for an outpatient
      Then rule "KET-DDI-CYP" speaks as <indicator>

      Examples:
        | route         | indicator |
        | oral          | warning   |
        | sublingual    | warning   |
        | buccal        | warning   |
        | intravenous   | info      |
        | intramuscular | info      |
        | subcutaneous  | info      |
        | nasal         | info      |

    Scenario: How the ketamine goes is not said
      Given he takes "clarithromycin" (RxNorm 21212)
      When the clinician signs an order for "ketamine" (RxNorm 6130), for an outpatient
      Then rule "KET-DDI-CYP" speaks as info
      And the card "KET-DDI-CYP" says "could make this stronger: the route"

    Scenario Outline: The last dose was <when>
      Given he takes <medicine>, stopped, until <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, for an outpatient
      Then rule "KET-DDI-CYP" <says>

      Examples: inhibitors count 7 days, a five-day course included
        | medicine                         | when        | says              |
        | "clarithromycin" (RxNorm 21212)  | 6 days ago  | speaks as warning |
        | "clarithromycin" (RxNorm 21212)  | 7 days ago  | speaks as warning |
        | "clarithromycin" (RxNorm 21212)  | 8 days ago  | stays silent      |
        | "nirmatrelvir / ritonavir"       | 5 days ago  | speaks as warning |
        | "nirmatrelvir / ritonavir"       | 9 days ago  | stays silent      |

      Examples: inducers count 14 days
        | medicine                     | when        | says              |
        | "rifampin" (RxNorm 9384)     | 13 days ago | speaks as warning |
        | "rifampin" (RxNorm 9384)     | 14 days ago | speaks as warning |
        | "rifampin" (RxNorm 9384)     | 15 days ago | stays silent      |

    Scenario: A five-day course that was ordered for five days is over by itself
      Given he takes "nirmatrelvir / ritonavir", ordered 20 days ago, for 5 days
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, for an outpatient
      Then rule "KET-DDI-CYP" stays silent

  Rule: By mouth, an inducer is a warning

    Scenario Outline: Inducer in use: <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, for an outpatient
      Then rule "KET-DDI-CYP" speaks as warning
      And the card "KET-DDI-CYP" says "expect less effect"
      And the card "KET-DDI-CYP" says "Never stop a drug for seizures or HIV for this"

      Examples:
        | medicine                       |
        | "carbamazepine" (RxNorm 2002)  |
        | "phenytoin" (RxNorm 8183)      |
        | "St. John's wort 300 mg"       |

    Scenario: By drip it is a note
      Given he takes "carbamazepine" (RxNorm 2002)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CYP" speaks as info
      And the card "KET-DDI-CYP" says "no relevant effect is established"
      And the card "KET-DDI-CYP" says "no change; watch the first sessions"

    Scenario Outline: By drip, <medicine>, last taken <when>
      Given he takes <medicine>, stopped, until <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-CYP" <says>

      Examples:
        | medicine                         | when        | says           |
        | "clarithromycin" (RxNorm 21212)  | 7 days ago  | speaks as info |
        | "clarithromycin" (RxNorm 21212)  | 8 days ago  | stays silent   |
        | "rifampin" (RxNorm 9384)         | 14 days ago | speaks as info |
        | "rifampin" (RxNorm 9384)         | 15 days ago | stays silent   |

  Rule: It holds both ways

    Scenario: An antibiotic is ordered for somebody who takes ketamine by mouth
      Given a running order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for an outpatient
      When the clinician signs an order for "clarithromycin" (RxNorm 21212), oral
      Then a warning card "KET-DDI-CYP" is shown
      And exactly 1 card is shown
      And the card "KET-DDI-CYP" is about the order for "clarithromycin"

    Scenario: A shampoo is ordered, and only the antibiotic matters
      Given a running order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for an outpatient
      And he takes "clarithromycin" (RxNorm 21212)
      When the clinician signs an order for "ketoconazole 2 % shampoo" (RxNorm 6135)
      Then rule "KET-DDI-CYP" stays silent

  Rule: What does not count

    Scenario Outline: Not exposed: <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, for an outpatient
      Then rule "KET-DDI-CYP" stays silent

      Examples:
        | medicine                                       |
        | "ketoconazole 2 % cream" (RxNorm 6135)         |
        | "ketoconazole" (RxNorm 6135), topical          |
        | "azithromycin" (RxNorm 18631)                  |
        | "rifaximin" (RxNorm 35619)                     |
        | "oxcarbazepine" (RxNorm 32624)                 |
        | "clarithromycin" (RxNorm 21212), cancelled     |
        | "clarithromycin" (RxNorm 21212), entered in error |
        | "clarithromycin" (RxNorm 21212), as a plan     |

    Scenario: Topical ketamine
      Given he takes "clarithromycin" (RxNorm 21212)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-DDI-CYP" stays silent

    Scenario: Ordered for an anaesthetic
      Given he takes "clarithromycin" (RxNorm 21212)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DDI-CYP" stays silent

  Rule: What is not known is not safe

    Scenario: Medications were not loaded
      Given the medications were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, for an outpatient
      Then rule "KET-DDI-CYP" is not evaluated because "MedicationRequest" is missing

    Scenario: Stopped at a time that nobody wrote down
      Given he takes "rifampin" (RxNorm 9384), stopped
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral, for an outpatient
      Then rule "KET-DDI-CYP" is not evaluated because "the last dose" is missing
