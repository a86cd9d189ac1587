@KET-CAU-IOP
Feature: Raised eye pressure or an open eye and ketamine
  Ketamine may raise the pressure in the eye. Suspected glaucoma and old injuries share codes with the real ones.

  Background:
    Given the service date is 2026-11-20
    And a 57-year-old woman

  Rule: Glaucoma and raised eye pressure are a warning

    Scenario: Open-angle glaucoma
      Given she has "Primary open-angle glaucoma" (ICD-10-CM H40.1132), since 6 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CAU-IOP" is shown
      And the summary of the card "KET-CAU-IOP" says "check the eye pressure"
      And the card "KET-CAU-IOP" rests on "Primary open-angle glaucoma"
      And the card "KET-CAU-IOP" matched "Primary open-angle glaucoma" by code
      And the card "KET-CAU-IOP" offers to order "Ophthalmology opinion before ketamine or esketamine"
      And the card "KET-CAU-IOP" offers to order "Intraocular pressure before ketamine or esketamine"
      And the card "KET-CAU-IOP" does not offer to remove the order
      And the card "KET-CAU-IOP" may be overridden because "specialist-agreed"
      And the card "KET-CAU-IOP" may be overridden because "monitoring-in-place"
      And the card "KET-CAU-IOP" cites evidence "E1"
      And the card "KET-CAU-IOP" cites evidence "E34"

    Scenario Outline: <problem>
      Given she has <problem>, since 6 years ago
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then a warning card "KET-CAU-IOP" is shown

      Examples:
        | problem                                                |
        | "Glaucoma" (SNOMED 23986001)                           |
        | "Acute angle-closure glaucoma" (SNOMED 30041005)       |
        | "Ocular hypertension" (SNOMED 4210003)                 |
        | "Primary angle-closure glaucoma" (ICD-10-CM H40.20X0)  |
        | "Acute angle-closure glaucoma" (ICD-10-CM H40.211)     |
        | "Ocular hypertension, bilateral" (ICD-10-CM H40.053)   |

    Scenario: A provisional one is a note
      Given she has "Glaucoma" (SNOMED 23986001), provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" speaks as info
      And the card "KET-CAU-IOP" says "one step lower"

  Rule: An open eye is a warning for 30 days

    Scenario: A torn eyeball last week
      Given she has "Ocular laceration with prolapse, right eye" (ICD-10-CM S05.21XA), since 6 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CAU-IOP" is shown
      And the summary of the card "KET-CAU-IOP" says "open eye injury within 30 days"

    Scenario Outline: It is an open eye: <problem>
      Given she has <problem>, since 6 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" speaks as warning

      Examples:
        | problem                                                              |
        | "Laceration without prolapse" (ICD-10-CM S05.31XA)                   |
        | "Penetrating wound with foreign body" (ICD-10-CM S05.52XA)           |
        | "Penetrating wound without foreign body" (ICD-10-CM S05.60XA)        |
        | "Open wound of eyeball" (SNOMED 85100000)                            |
        | "Penetrating wound of eye" (SNOMED 315296002)                        |

    Scenario Outline: An open eye since <days> days ago
      Given she has "Ocular laceration with prolapse, right eye" (ICD-10-CM S05.21XA), since <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" <says>

      Examples: days count whole
        | days | says              |
        | 29   | speaks as warning |
        | 30   | speaks as warning |
        | 31   | stays silent      |

    Scenario Outline: An open eye recorded <days> days ago
      Given she has "Open wound of eyeball" (SNOMED 85100000), recorded <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" <says>

      Examples: without an onset the record decides
        | days | says              |
        | 30   | speaks as warning |
        | 31   | stays silent      |

    Scenario: Without a date it may be either
      Given she has "Open wound of eyeball" (SNOMED 85100000), without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" is not evaluated because "a date of" is missing

    Scenario: An old wound does not hide glaucoma
      Given she has "Open wound of eyeball" (SNOMED 85100000), since 4 years ago
      And she has "Glaucoma" (SNOMED 23986001)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" speaks as warning
      And the card "KET-CAU-IOP" does not rest on "Open wound of eyeball"

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" stays silent

    Scenario Outline: An entry that is <status>
      Given she has "Acute angle-closure glaucoma" (SNOMED 30041005), since 3 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" stays silent

      Examples: resolved after an iridotomy
        | status           |
        | resolved         |
        | inactive         |
        | refuted          |
        | entered in error |
        | until 1 year ago |

    Scenario Outline: <problem> is another thing
      Given she has <problem>, since 6 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" stays silent

      Examples: suspicion, aftermath, the surface of the eye
        | problem                                                                  |
        | "Preglaucoma, unspecified" (ICD-10-CM H40.001)                           |
        | "Open angle with borderline findings, low risk" (ICD-10-CM H40.011)      |
        | "Anatomical narrow angle" (ICD-10-CM H40.033)                            |
        | "Laceration with prolapse, sequela" (ICD-10-CM S05.21XS)                 |
        | "Laceration with prolapse, subsequent encounter" (ICD-10-CM S05.21XD)    |
        | "Corneal abrasion" (ICD-10-CM S05.01XA)                                  |
        | "Age-related cataract" (ICD-10-CM H25.9)                                 |
        | "Family history of eye disorders" (ICD-10-CM Z83.511)                    |

    Scenario: Her mother's disease
      Given her mother has "Glaucoma" (SNOMED 23986001)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" stays silent

    Scenario: Another patient's entry
      Given another patient has "Glaucoma" (SNOMED 23986001)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" is not evaluated because "Condition" is missing

  Rule: Out of scope

    Scenario: Topical ketamine
      Given she has "Glaucoma" (SNOMED 23986001)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CAU-IOP" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And she has "Glaucoma" (SNOMED 23986001)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CAU-IOP" stays silent

    Scenario: Another drug
      Given she has "Glaucoma" (SNOMED 23986001)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CAU-IOP" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" is not evaluated because "Condition" is missing

    Scenario: A part that holds the disease suffices
      Given only the first page of the conditions was loaded
      And she has "Glaucoma" (SNOMED 23986001)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" speaks as warning

    Scenario: An entry in words only
      Given she has "high eye pressure"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-IOP" is not evaluated because "code" is missing
