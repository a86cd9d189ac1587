@KET-DDI-PRESSOR
Feature: Ketamine with a sympathomimetic or vasopressin
  The US ketamine label asks to watch vital signs closely when they meet.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 61-year-old man

  Rule: In use is a warning

    Scenario: A pressor drip
      Given he was given "norepinephrine" (RxNorm 7512), intravenous, 2 hours ago, being given now
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an inpatient
      Then rule "KET-DDI-PRESSOR" speaks as warning
      And the summary of the card "KET-DDI-PRESSOR" says "norepinephrine"
      And the card "KET-DDI-PRESSOR" is about the order for "ketamine"
      And the card "KET-DDI-PRESSOR" rests on "norepinephrine"
      And the card "KET-DDI-PRESSOR" does not offer to remove the order
      And the card "KET-DDI-PRESSOR" offers "Order continuous monitoring"
      And the card "KET-DDI-PRESSOR" says "watch vital signs closely"
      And the card "KET-DDI-PRESSOR" may be overridden because "monitoring-in-place"
      And the card "KET-DDI-PRESSOR" cites evidence "E33"
      And the card "KET-DDI-PRESSOR" says "close watch of vital signs with sympathomimetics or vasopressin"

    Scenario Outline: He takes <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-PRESSOR" speaks as warning

      Examples:
        | medicine                                            |
        | "vasopressin" (RxNorm 11149), intravenous           |
        | "phenylephrine" (RxNorm 8163), intravenous          |
        | "pseudoephedrine" (RxNorm 8896), oral               |
        | "phenylephrine cold tablet", oral                   |
        | "epinephrine" (RxNorm 3992), intravenous            |

    Scenario: By his own word
      Given he says that he takes "pseudoephedrine 60 MG Oral Tablet"
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-DDI-PRESSOR" speaks as warning

    Scenario: The auto-injector was used
      Given he was given "epinephrine auto-injector" (RxNorm 3992), intramuscular, 3 hours ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-PRESSOR" speaks as warning

    Scenario Outline: Given <when>
      Given he was given "epinephrine" (RxNorm 3992), intramuscular, <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-PRESSOR" <says>

      Examples: 24 hours
        | when                  | says              |
        | 24 hours ago          | speaks as warning |
        | 25 hours ago          | stays silent      |
        | 1 hour ago, not given | stays silent      |

  Rule: It holds both ways

    Scenario: A decongestant is ordered for somebody on ketamine
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      When the clinician signs an order for "pseudoephedrine" (RxNorm 8896), oral
      Then a warning card "KET-DDI-PRESSOR" is shown
      And exactly 1 card is shown
      And the card "KET-DDI-PRESSOR" is about the order for "pseudoephedrine"

    Scenario: An auto-injector is prescribed for somebody on ketamine
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      When the clinician signs an order for "EpiPen" (RxNorm 3992), intramuscular
      Then rule "KET-DDI-PRESSOR" stays silent

    Scenario: It stays at hand although he takes a decongestant
      Given a running order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      And he takes "pseudoephedrine" (RxNorm 8896), oral
      When the clinician signs an order for "EpiPen" (RxNorm 3992), intramuscular
      Then rule "KET-DDI-PRESSOR" stays silent

  Rule: What is at hand, or stays where it is put, does not count

    Scenario Outline: He has <medicine>
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-PRESSOR" stays silent

      Examples:
        | medicine                                                                  |
        | "0.3 ML epinephrine 1 MG/ML Auto-Injector" (RxNorm 3992), intramuscular   |
        | "EpiPen Jr", intramuscular                                                |
        | "Auvi-Q 0.3 mg" (RxNorm 3992), intramuscular                              |
        | "Adrenaclick" (RxNorm 3992), intramuscular                                |
        | "Symjepi" (RxNorm 3992), intramuscular                                    |
        | "epinephrine autoinjector" (RxNorm 3992)                                  |
        | "epinephrine auto-injectors, two" (RxNorm 3992)                           |
        | "epinephrine" (RxNorm 3992), with the instructions "for allergic reactions, as needed" |
        | "epinephrine" (RxNorm 3992), with the instructions "allergic reaction only" |
        | "epinephrine, emergency kit" (RxNorm 3992)                                |
        | "bupivacaine / epinephrine" (RxNorm 3992)                                 |
        | "articaine / epinephrine" (RxNorm 3992)                                   |
        | "mepivacaine / epinephrine" (RxNorm 3992)                                 |
        | "prilocaine / epinephrine" (RxNorm 3992)                                  |
        | "epinephrine" (RxNorm 3992), intramuscular, with the instructions "for anaphylaxis" |
        | "epinephrine" (RxNorm 3992), intramuscular, for "Severe allergy to bee stings" |
        | "oxymetazoline nasal spray" (RxNorm 7812), nasal                          |
        | "phenylephrine" (RxNorm 8163), nasal                                      |
        | "phenylephrine eye drops" (RxNorm 8163)                                   |
        | "lidocaine 10 MG/ML / epinephrine 0.01 MG/ML Injectable Solution"         |
        | "norepinephrine" (RxNorm 7512), stopped                                   |
        | "norepinephrine" (RxNorm 7512), entered in error                          |
        | "norepinephrine" (RxNorm 7512), as a plan                                 |
        | "albuterol" (RxNorm 435)                                                  |

    Scenario Outline: It was given as <medicine>
      Given he was given <medicine>, 2 hours ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-PRESSOR" stays silent

      Examples: it stays where it is put
        | medicine                                  |
        | "phenylephrine" (RxNorm 8163), nasal      |
        | "phenylephrine eye drops" (RxNorm 8163)   |
        | "epinephrine gel" (RxNorm 3992), topical  |

    Scenario: Topical ketamine
      Given he takes "pseudoephedrine" (RxNorm 8896)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-DDI-PRESSOR" stays silent

    Scenario: Ordered for an anaesthetic
      Given he takes "phenylephrine" (RxNorm 8163), intravenous
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-DDI-PRESSOR" stays silent

  Rule: What is not known is not safe

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-DDI-PRESSOR" is not evaluated because "<missing>" is missing

      Examples:
        | kind                       | missing                  |
        | medication orders          | MedicationRequest        |
        | medication statements      | MedicationStatement      |
        | medication administrations | MedicationAdministration |
