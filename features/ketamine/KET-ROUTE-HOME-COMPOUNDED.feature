@KET-ROUTE-HOME-COMPOUNDED
Feature: Compounded ketamine by mouth or nose at home, "microdosing" included
  No such product is approved, nobody watches, and the FDA has warned of harm.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 45-year-old man

  Rule: Racemic ketamine by mouth or nose at home is a warning

    Scenario: A compounded troche for home
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, 50 mg, for the community
      Then a warning card "KET-ROUTE-HOME-COMPOUNDED" is shown
      And exactly 1 card is shown
      And the card "KET-ROUTE-HOME-COMPOUNDED" offers to remove the order for "ketamine troche 50 mg"
      And the card "KET-ROUTE-HOME-COMPOUNDED" offers "Convert to a supervised session"
      And the card "KET-ROUTE-HOME-COMPOUNDED" says "FDA has warned"
      And the card "KET-ROUTE-HOME-COMPOUNDED" says "prescription monitoring programme"
      And the card "KET-ROUTE-HOME-COMPOUNDED" may be overridden because "specialist-agreed"
      And the card "KET-ROUTE-HOME-COMPOUNDED" may be overridden because "patient-informed-declines"
      And the card "KET-ROUTE-HOME-COMPOUNDED" may be overridden because "palliative-intent"
      And the card "KET-ROUTE-HOME-COMPOUNDED" cites evidence "E32"
      And the card "KET-ROUTE-HOME-COMPOUNDED" cites evidence "E38"
      And the card "KET-ROUTE-HOME-COMPOUNDED" cites evidence "E41"

    Scenario Outline: By the <route> route, at home because <home>
      Given the visit is <visit>
      When the clinician selects an order for "ketamine" (RxNorm 6130), <route>, <home>
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning

      Examples: the category tells, else the visit, else a supply for several sessions
        | route      | home              | visit               |
        | oral       | for the community | an ambulatory visit |
        | sublingual | for the community | an ambulatory visit |
        | buccal     | for the community | an ambulatory visit |
        | nasal      | for the community | an ambulatory visit |
        | oral       | for the discharge | an inpatient visit  |
        | oral       | in this visit     | a home visit        |
        | oral       | in this visit     | a virtual visit     |
        | oral       | with 1 refill     | an ambulatory visit |

    Scenario Outline: Known by its words: <order>
      When the clinician signs an order for <order>, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning

      Examples: uncoded text is a safety path, not a nicety
        | order                                                                |
        | "compounded ketamine troche 100 mg"                                  |
        | "ketamine rapid dissolve tablet"                                     |
        | "Ketamine RDT 25 mg"                                                 |
        | "ketamine nasal spray 150 MG/ML"                                     |
        | "ketamine lozenges"                                                  |
        | "ketamine", with the instructions "microdosing protocol, 10 mg daily" |
        | "ketamine", with the note "microdose"                                |
        | "ketamine capsules 25 mg"                                            |

    Scenario Outline: The words alone tell when nothing says where: <order>
      When the clinician signs an order for <order>
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning

      Examples:
        | order                                                 |
        | "compounded ketamine troche 100 mg"                   |
        | "ketamine nasal spray 150 MG/ML"                      |
        | "ketamine", with the instructions "microdosing, 5 mg" |
        | "ketamine", with the note "micro-dose at bedtime"     |
        | "ketamine troches, 30 pieces"                         |
        | "ketamine lozenge 100 mg"                             |
        | "ketamine lozenges 100 mg"                            |
        | "ketamine rapid dissolve tablet"                      |
        | "ketamine rapidly dissolving tablet"                  |
        | "Ketamine RDT 25 mg"                                  |

    Scenario: Small amounts are covered too
      Given he weighs 80 kg
      When the clinician signs an order for "ketamine oral solution" (RxNorm 6130), oral, 10 mg, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning

    Scenario: A running order, when the chart is opened
      Given a running order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      When the clinician opens the chart
      Then a warning card "KET-ROUTE-HOME-COMPOUNDED" is shown
      And the card "KET-ROUTE-HOME-COMPOUNDED" says "already running"
      And the card "KET-ROUTE-HOME-COMPOUNDED" does not offer to remove the order

    Scenario: With a further risk the chart still shows a warning, never more
      Given a running order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      And he takes "oxycodone" (RxNorm 7804)
      When the clinician opens the chart
      Then a warning card "KET-ROUTE-HOME-COMPOUNDED" is shown

    Scenario Outline: A running order that <status>
      Given a running order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community, <detail>
      When the clinician opens the chart
      Then rule "KET-ROUTE-HOME-COMPOUNDED" stays silent

      Examples:
        | status        | detail               |
        | was stopped   | stopped              |
        | is completed  | completed            |
        | is on hold    | on hold              |
        | is long over  | until 3 months ago   |
        | is very old   | ordered 400 days ago |

  Rule: A further risk makes it critical

    Scenario Outline: <risk>
      Given <risk>
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as critical

      Examples:
        | risk                                                                     |
        | he takes "oxycodone" (RxNorm 7804)                                       |
        | he takes "lorazepam" (RxNorm 6470)                                       |
        | he has "Opioid dependence" (ICD-10-CM F11.20)                            |
        | he has "Alcohol abuse" (SNOMED 15167005)                                 |
        | he has "Cocaine dependence" (ICD-10-CM F14.20), without a status, recorded 3 months ago |
        | his "PHQ-9 item 9" (LOINC 44260-8) is 1 {score}, 3 days ago              |
        | his "PHQ-9 item 9" (LOINC 44260-8) is 3 {score}, 3 days ago              |
        | he has "Hypertensive urgency" (ICD-10-CM I16.0)                          |
        | he has "Obstructive sleep apnoea" (SNOMED 78275009)                      |
        | he has "Obstructive sleep apnoea" (ICD-10-CM G47.33)                     |
        | a 34-year-old woman                                                      |
        | a 17-year-old boy                                                        |

    Scenario: What the critical card says
      Given he has "Obstructive sleep apnoea" (ICD-10-CM G47.33)
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then a critical card "KET-ROUTE-HOME-COMPOUNDED" is shown
      And the card "KET-ROUTE-HOME-COMPOUNDED" rests on "Obstructive sleep apnoea"
      And the card "KET-ROUTE-HOME-COMPOUNDED" says "naloxone"
      And the card "KET-ROUTE-HOME-COMPOUNDED" offers to remove the order for "ketamine troche 50 mg"

    Scenario: An old entry without a status speaks one step lower and says so
      Given he has "Opioid dependence" (ICD-10-CM F11.20), without a status, recorded 20 months ago
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning
      And the card "KET-ROUTE-HOME-COMPOUNDED" says "its status is not recorded"

    Scenario Outline: The risk alone is not the matter of this rule: <order>
      Given he takes "oxycodone" (RxNorm 7804)
      And he has "Obstructive sleep apnoea" (ICD-10-CM G47.33)
      When the clinician signs an order for <order>
      Then rule "KET-ROUTE-HOME-COMPOUNDED" stays silent

      Examples:
        | order                                                        |
        | "ketamine" (RxNorm 6130), intramuscular, for the community   |
        | "compounded ketamine troche 100 mg", for an outpatient       |
        | "esketamine" (RxNorm 2119365), nasal, for the community      |

    Scenario: Blood pressure high twice
      Given his blood pressure is 190/104 mmHg, 40 minutes ago
      And his blood pressure is 186/98 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as critical

    Scenario: Blood pressure high once
      Given his blood pressure is 190/104 mmHg, 40 minutes ago
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning

    Scenario Outline: Aged <age>
      Given a <age>-year-old man
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as <indicator>

      Examples: under 18
        | age | indicator |
        | 17  | critical  |
        | 18  | warning   |
        | 19  | warning   |

    Scenario Outline: Item 9 of the PHQ-9 is <score>, <days> days ago
      Given his "PHQ-9 item 9" (LOINC 44260-8) is <score> {score}, <days> days ago
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as <indicator>

      Examples: the item asks about two weeks
        | score | days | indicator |
        | 0     | 3    | warning   |
        | 1     | 3    | critical  |
        | 1     | 14   | critical  |
        | 1     | 15   | warning   |

    Scenario Outline: <what> is no added risk
      Given <fact>
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning

      Examples:
        | what                          | fact                                                              |
        | A stopped opioid              | he takes "oxycodone" (RxNorm 7804), stopped                       |
        | Gabapentin                    | he takes "gabapentin" (RxNorm 25480)                              |
        | Morphine on the skin          | he takes "morphine 0.2 % gel" (RxNorm 7052), topical              |
        | A vaginal benzodiazepine      | he takes "diazepam" (RxNorm 3322), by the route "vaginal"         |
        | Dependence in remission       | he has "Opioid dependence, in remission" (ICD-10-CM F11.21)       |
        | A disorder long resolved      | he has "Alcohol abuse" (SNOMED 15167005), resolved                |
        | Refuted sleep apnoea          | he has "Obstructive sleep apnoea" (ICD-10-CM G47.33), refuted     |
        | His brother's dependence      | his brother has "Opioid dependence" (ICD-10-CM F11.20)            |
        | The whole PHQ-9               | his "PHQ-9 total" (LOINC 44261-6) is 18 {score}, 3 days ago       |
        | Another questionnaire         | his "PHQ-9 for teens" (LOINC 89204-2) is 12 {score}, 3 days ago    |

    Scenario Outline: A woman whose pregnancy test is <test>
      Given a 34-year-old woman
      And her urine pregnancy test is negative, <test>
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as <indicator>

      Examples:
        | test       | indicator |
        | 3 days ago | warning   |
        | 8 days ago | critical  |

    Scenario: A recorded pregnancy is another rule's critical card
      Given a 34-year-old woman
      And her pregnancy status is pregnant, 3 weeks ago
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then a critical card "KET-CI-PREG" is shown
      And rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning

  Rule: Supervised, injected, or the approved spray: nothing from this rule

    Scenario Outline: <order>
      When the clinician signs an order for <order>
      Then rule "KET-ROUTE-HOME-COMPOUNDED" stays silent

      Examples:
        | order                                                         |
        | "ketamine" (RxNorm 6130), oral, for an inpatient              |
        | "ketamine" (RxNorm 6130), oral, for an outpatient             |
        | "compounded ketamine troche 100 mg", for an outpatient        |
        | "ketamine" (RxNorm 6130), intravenous, for the community      |
        | "ketamine" (RxNorm 6130), intramuscular, for the community    |
        | "esketamine" (RxNorm 2119365), nasal, for the community       |
        | "Spravato 28 mg nasal spray", for an outpatient               |
        | "ketamine 10 % cream", topical, for the community             |
        | "ketorolac nasal spray" (RxNorm 35827), nasal, for the community |

    Scenario: Hospital oral solution before a procedure
      Given a 6-year-old boy
      And the visit is an inpatient visit
      When the clinician signs an order for "ketamine oral solution" (RxNorm 6130), oral, 6 mg/kg, in this visit, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-ROUTE-HOME-COMPOUNDED" stays silent

    Scenario: A note about the dog's ketamine
      When the clinician signs an order for "amoxicillin" (RxNorm 723), oral, for the community, with the note "dog gets ketamine nasal spray from the veterinarian"
      Then rule "KET-ROUTE-HOME-COMPOUNDED" stays silent

  Rule: What is not known

    Scenario: Nothing says where it is taken
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral
      Then rule "KET-ROUTE-HOME-COMPOUNDED" is not evaluated because "the setting" is missing

    Scenario Outline: The <kind> were not loaded: the warning stands and says what could make it stronger
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning
      And the card "KET-ROUTE-HOME-COMPOUNDED" says "<missing>"

      Examples:
        | kind         | missing           |
        | conditions   | Condition         |
        | observations | Observation       |
        | medications  | MedicationRequest |

    Scenario: The birth date is missing
      Given a man without a birth date
      When the clinician signs an order for "ketamine troche 50 mg" (RxNorm 6130), buccal, for the community
      Then rule "KET-ROUTE-HOME-COMPOUNDED" speaks as warning
      And the card "KET-ROUTE-HOME-COMPOUNDED" says "birthDate"
