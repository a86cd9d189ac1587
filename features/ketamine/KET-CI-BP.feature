@KET-CI-BP
Feature: High blood pressure before ketamine
  Ketamine raises blood pressure for about two hours. The latest reading of the last 24 hours decides; a contraindication
  needs the two latest, at least 5 minutes apart, both above.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 45-year-old man

  Rule: Two readings above 180 or above 100 are a contraindication

    Scenario: Both readings high
      Given his blood pressure is 190/104 mmHg, 40 minutes ago
      And his blood pressure is 186/98 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes
      Then a critical card "KET-CI-BP" is shown
      And exactly 1 card is shown
      And the card "KET-CI-BP" rests on "blood pressure"
      And the card "KET-CI-BP" offers to remove the order for "ketamine"
      And the card "KET-CI-BP" offers to order (LOINC 85354-9)
      And the card "KET-CI-BP" may be overridden because "monitoring-in-place"
      And the card "KET-CI-BP" may be overridden because "dose-verified"
      And the card "KET-CI-BP" may be overridden because "specialist-agreed"
      And the card "KET-CI-BP" cites evidence "E34"
      And the card "KET-CI-BP" cites evidence "E15"

    Scenario: Already while the order is selected
      Given his blood pressure is 190/104 mmHg, 40 minutes ago
      And his blood pressure is 186/98 mmHg, 10 minutes ago
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then a critical card "KET-CI-BP" is shown

    Scenario Outline: Twice <pressure>
      Given his blood pressure is <pressure> mmHg, 40 minutes ago
      And his blood pressure is <pressure> mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as <indicator>

      Examples: above is above, not at
        | pressure | indicator |
        | 179/80   | warning   |
        | 180/80   | warning   |
        | 181/80   | critical  |
        | 120/99   | warning   |
        | 120/100  | warning   |
        | 120/101  | critical  |
        | 180/100  | warning   |

    Scenario Outline: <minutes> minutes apart
      Given his blood pressure is 190/90 mmHg, <first> minutes ago
      And his blood pressure is 190/90 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as <indicator>

      Examples:
        | minutes | first | indicator |
        | 4       | 14    | warning   |
        | 5       | 15    | critical  |
        | 6       | 16    | critical  |

    Scenario: Another value may be the high one
      Given his blood pressure is 190/90 mmHg, 40 minutes ago
      And his blood pressure is 150/104 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as critical

    Scenario: A normal reading since then ends it
      Given his blood pressure is 190/104 mmHg, 3 hours ago
      And his blood pressure is 188/102 mmHg, 2 hours ago
      And his blood pressure is 128/78 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" stays silent

    Scenario: A normal reading between two high ones
      Given his blood pressure is 190/104 mmHg, 3 hours ago
      And his blood pressure is 128/78 mmHg, 2 hours ago
      And his blood pressure is 190/104 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as warning

    Scenario Outline: A hypertensive crisis on the problem list: <problem>
      Given he has <problem>, recorded 1 hour ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-BP" is shown

      Examples:
        | problem                                               |
        | "Hypertensive urgency" (SNOMED 443482000)             |
        | "Malignant hypertension" (SNOMED 70272006)            |
        | "Hypertensive encephalopathy" (SNOMED 50490005)       |
        | "Hypertensive urgency" (ICD-10-CM I16.0)              |
        | "Hypertensive encephalopathy" (ICD-10-CM I67.4)       |

    Scenario Outline: A hypertensive crisis that is <status>
      Given he has "Hypertensive urgency" (ICD-10-CM I16.0), recorded 1 hour ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" <says>

      Examples:
        | status           | says              |
        | resolved         | stays silent      |
        | inactive         | stays silent      |
        | refuted          | stays silent      |
        | entered in error | stays silent      |
        | recurred         | speaks as critical |
        | provisional      | speaks as warning |

    Scenario Outline: A hypertensive crisis without a status, recorded <days> days ago
      Given he has "Hypertensive urgency" (ICD-10-CM I16.0), without a status, recorded <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" <says>

      Examples: 12 months
        | days | says                                         |
        | 364  | speaks as critical                           |
        | 365  | speaks as critical                           |
        | 366  | is not evaluated because "status" is missing |

  Rule: One reading above 180 or above 100 is repeated

    Scenario: One high reading
      Given his blood pressure is 190/104 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-BP" is shown
      And the summary of the card "KET-CI-BP" says "repeat"
      And the card "KET-CI-BP" offers to order (LOINC 85354-9)
      And the card "KET-CI-BP" does not offer to remove the order

    Scenario Outline: One reading of <pressure>
      Given his blood pressure is <pressure> mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then the summary of the card "KET-CI-BP" says "<words>"

      Examples: which warning it is
        | pressure | words         |
        | 180/80   | above 140/90  |
        | 181/80   | above 180/100 |
        | 120/100  | above 140/90  |
        | 120/101  | above 180/100 |

    Scenario Outline: One reading of 190/104, <minutes> minutes old
      Given his blood pressure is 190/104 mmHg, <minutes> minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" <says>

      Examples: 24 hours
        | minutes | says              |
        | 1440    | speaks as warning |
        | 1441    | stays silent      |

    Scenario: The reading before it was high too, but long ago
      Given his blood pressure is 190/104 mmHg, 3 days ago
      And his blood pressure is 190/104 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as warning

  Rule: Above 140 or above 90 is a reason to wait

    Scenario Outline: <pressure>
      Given his blood pressure is <pressure> mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" <says>

      Examples: 140/90 exactly is silent
        | pressure | says              |
        | 139/89   | stays silent      |
        | 140/90   | stays silent      |
        | 141/90   | speaks as warning |
        | 140/91   | speaks as warning |
        | 119/95   | speaks as warning |

    Scenario: What the card says
      Given his blood pressure is 152/88 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-BP" is shown
      And the card "KET-CI-BP" says "152/88"
      And the card "KET-CI-BP" says "consider a delay"
      And the card "KET-CI-BP" cites evidence "E15"

    Scenario Outline: A reading <hours> old
      Given his blood pressure is 152/88 mmHg, <hours> ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" <says>

      Examples: 24 hours
        | hours        | says              |
        | 23 hours     | speaks as warning |
        | 24 hours     | speaks as warning |
        | 25 hours     | stays silent      |
        | 1441 minutes | stays silent      |

  Rule: How a reading is written makes no difference

    Scenario Outline: In kPa: <pressure>
      Given his blood pressure is <pressure> kPa, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" <says>

      Examples: 140/90 mmHg is 18.67/12.00 kPa
        | pressure  | says              |
        | 16.0/10.0 | stays silent      |
        | 18.6/11.9 | stays silent      |
        | 18.8/11.9 | speaks as warning |
        | 18.6/12.1 | speaks as warning |

    Scenario: Diastolic before systolic
      Given his blood pressure is 152/88 mmHg, 10 minutes ago, with the components swapped
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as warning
      And the card "KET-CI-BP" says "152/88"

    Scenario: Systolic and diastolic as observations of their own
      Given his systolic blood pressure is 152 mmHg, 10 minutes ago
      And his diastolic blood pressure is 88 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as warning

  Rule: What does not count

    Scenario: No reading in the last 24 hours is for the missing-data rule
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" stays silent

    Scenario: A normal reading
      Given his blood pressure is 128/78 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" stays silent

    Scenario: The highest reading of the year is history
      Given his blood pressure is 210/120 mmHg, 2 months ago
      And his blood pressure is 128/78 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" stays silent

    Scenario Outline: A reading that is <status>
      Given his blood pressure is 190/104 mmHg, 10 minutes ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" <says>

      Examples:
        | status           | says              |
        | preliminary      | stays silent      |
        | cancelled        | stays silent      |
        | entered in error | stays silent      |
        | amended          | speaks as warning |
        | corrected        | speaks as warning |

    Scenario: A pressure measured in the artery is another measurement
      Given his "Invasive systolic blood pressure" (LOINC 76215-3) is 190 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" stays silent

    Scenario: A note of white-coat hypertension changes no number
      Given his blood pressure is 152/88 mmHg, 10 minutes ago, with the note "white coat"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as warning

    Scenario: A reading dated tomorrow is a slip
      Given his blood pressure is 190/104 mmHg, 3 days from now
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" stays silent

    Scenario: Long-standing hypertension is no crisis
      Given he has "Essential hypertension" (ICD-10-CM I10)
      And his blood pressure is 128/78 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" stays silent

    Scenario: His father's hypertensive crisis
      Given his father has "Hypertensive urgency" (ICD-10-CM I16.0)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" stays silent

  Rule: Out of scope

    Scenario: Topical ketamine
      Given his blood pressure is 190/104 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-BP" stays silent

    Scenario: Ordered for an anaesthetic
      Given his blood pressure is 190/104 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-CI-BP" stays silent

    Scenario: Another drug
      Given his blood pressure is 190/104 mmHg, 10 minutes ago
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CI-BP" stays silent

  Rule: What was not loaded, or cannot be read, is not known

    Scenario: Observations were not loaded
      Given the observations were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" is not evaluated because "Observation" is missing

    Scenario: Conditions were not loaded, and the pressure is normal
      Given the conditions were not loaded
      And his blood pressure is 128/78 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" is not evaluated because "Condition" is missing

    Scenario: Conditions were not loaded, and the pressure is high
      Given the conditions were not loaded
      And his blood pressure is 152/88 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as warning
      And the card "KET-CI-BP" says "could make this stronger: Condition"

    Scenario: A number without a unit is no pressure
      Given his blood pressure is 152/88 without a unit, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" is not evaluated because "unit" is missing

    Scenario: Half a reading cannot be called normal
      Given his systolic blood pressure is 128 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" is not evaluated because "8462-4" is missing

    Scenario: Half a reading can be too high
      Given his systolic blood pressure is 190 mmHg, 10 minutes ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" speaks as warning

    Scenario: A reading without a time may be of any day
      Given his blood pressure is 190/104 mmHg, without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-BP" is not evaluated because "time" is missing

  Rule: A running order is checked again when the visit starts

    Scenario Outline: <pressure> before the session
      Given a running order for "ketamine" (RxNorm 6130), intravenous
      And his blood pressure is <pressure> mmHg, 15 minutes ago
      When the visit starts
      Then rule "KET-CI-BP" <speaks>

      Examples: the thresholds stand as on the order
        | pressure | speaks            |
        | 140/90   | stays silent      |
        | 141/90   | speaks as warning |
        | 184/90   | speaks as warning |

    Scenario: Twice above 180 is critical here too
      Given a running order for "ketamine" (RxNorm 6130), intravenous
      And his blood pressure is 184/104 mmHg, 40 minutes ago
      And his blood pressure is 186/104 mmHg, 10 minutes ago
      When the visit starts
      Then a critical card "KET-CI-BP" is shown
      And the card "KET-CI-BP" says "already running"

    Scenario: Nothing is said at a visit without a running order
      Given his blood pressure is 186/104 mmHg, 10 minutes ago
      When the visit starts
      Then no cards are shown

    Scenario: The running orders were not loaded
      Given the medication orders were not loaded
      And his blood pressure is 186/104 mmHg, 10 minutes ago
      When the visit starts
      Then rule "KET-CI-BP" is not evaluated because "MedicationRequest" is missing
