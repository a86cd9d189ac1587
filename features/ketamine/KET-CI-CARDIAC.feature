@KET-CI-CARDIAC
Feature: Unstable heart disease and ketamine
  Ketamine makes the heart work harder. Infarctions count by their date, for the code stays on problem lists for years.

  Background:
    Given the service date is 2026-11-20 at 10:00
    And a 60-year-old man

  Rule: An unstable heart is a contraindication

    Scenario: Unstable angina
      Given he has "Unstable angina" (ICD-10-CM I20.0)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, 0.5 mg/kg, over 40 minutes
      Then a critical card "KET-CI-CARDIAC" is shown
      And the summary of the card "KET-CI-CARDIAC" says "unstable angina"
      And the card "KET-CI-CARDIAC" rests on "Unstable angina"
      And the card "KET-CI-CARDIAC" matched "Unstable angina" by code
      And the card "KET-CI-CARDIAC" offers to remove the order for "ketamine"
      And the card "KET-CI-CARDIAC" offers to order "12-lead ECG before ketamine or esketamine"
      And the card "KET-CI-CARDIAC" offers to order "Cardiology opinion before ketamine or esketamine"
      And the card "KET-CI-CARDIAC" may be overridden because "specialist-agreed"
      And the card "KET-CI-CARDIAC" may be overridden because "monitoring-in-place"
      And the card "KET-CI-CARDIAC" may be overridden because "resolved-or-wrong-entry"
      And the card "KET-CI-CARDIAC" cites evidence "E1"
      And the card "KET-CI-CARDIAC" cites evidence "E34"
      And the card "KET-CI-CARDIAC" says "severe coronary or myocardial disease"

    Scenario Outline: <problem>
      Given he has <problem>, since 3 weeks ago
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then a critical card "KET-CI-CARDIAC" is shown

      Examples:
        | problem                                                                  |
        | "Preinfarction syndrome" (SNOMED 4557003)                                |
        | "Acute coronary thrombosis without infarction" (ICD-10-CM I24.0)         |
        | "Coronary disease with unstable angina" (ICD-10-CM I25.110)              |
        | "Acute myocardial infarction" (SNOMED 57054005)                          |
        | "STEMI" (SNOMED 401303003)                                               |
        | "NSTEMI" (SNOMED 401314000)                                              |
        | "Myocardial infarction" (SNOMED 22298006)                                |
        | "STEMI of anterior wall" (ICD-10-CM I21.09)                              |
        | "NSTEMI" (ICD-10-CM I21.4)                                               |
        | "Subsequent STEMI" (ICD-10-CM I22.0)                                     |
        | "Acute congestive heart failure" (SNOMED 10633002)                       |
        | "Decompensated cardiac failure" (SNOMED 195111005)                       |
        | "Decompensated chronic heart failure" (SNOMED 424404003)                 |
        | "Acute systolic heart failure" (ICD-10-CM I50.21)                        |
        | "Acute on chronic systolic heart failure" (ICD-10-CM I50.23)             |
        | "Acute diastolic heart failure" (ICD-10-CM I50.31)                       |
        | "Acute on chronic diastolic heart failure" (ICD-10-CM I50.33)            |
        | "Acute combined heart failure" (ICD-10-CM I50.41)                        |
        | "Acute on chronic combined heart failure" (ICD-10-CM I50.43)             |

    Scenario Outline: Unstable angina since <since>
      Given he has "Unstable angina" (ICD-10-CM I20.0), since <since>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" speaks as critical

      Examples: as long as it is active
        | since        |
        | 42 days ago  |
        | 43 days ago  |
        | 4 years ago  |

    Scenario Outline: An entry that is <status> speaks one step lower
      Given he has "Unstable angina" (ICD-10-CM I20.0), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-CARDIAC" is shown
      And the card "KET-CI-CARDIAC" says "one step lower"

      Examples:
        | status       |
        | provisional  |
        | differential |
        | unconfirmed  |

  Rule: An infarction counts by its date

    Scenario Outline: An infarction <since>
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), recorded <since>, since <since>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" <says>

      Examples: 42 days, then 183 days; days count whole
        | since         | says               |
        | 1 day ago     | speaks as critical |
        | 41 days ago   | speaks as critical |
        | 42 days ago   | speaks as critical |
        | 43 days ago   | speaks as warning  |
        | 182 days ago  | speaks as warning  |
        | 183 days ago  | speaks as warning  |
        | 184 days ago  | stays silent       |
        | 6 years ago   | stays silent       |
        | on 2026-10-09 | speaks as critical |
        | on 2026-10-08 | speaks as warning  |
        | on 2026-05-21 | speaks as warning  |
        | on 2026-05-20 | stays silent       |

    Scenario: What the warning says
      Given he has "NSTEMI" (ICD-10-CM I21.4), since on 2026-08-01
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-CARDIAC" is shown
      And the summary of the card "KET-CI-CARDIAC" says "within 6 months recorded (2026-08-01)"
      And the card "KET-CI-CARDIAC" does not offer to remove the order
      And the card "KET-CI-CARDIAC" offers "Order a 12-lead ECG"
      And the card "KET-CI-CARDIAC" offers "Ask cardiology"

    Scenario Outline: An infarction that is <status>, 20 days old
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), since 20 days ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" speaks as critical

      Examples: the date counts, not the status
        | status           |
        | active           |
        | resolved         |
        | inactive         |
        | without a status |
        | recurred         |

    Scenario: One that came back is present, whatever its date
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), since 2 years ago, recurred
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" speaks as critical

    Scenario: The onset decides before the record
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), recorded 5 days ago, since 3 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" stays silent

    Scenario: Without an onset the record decides
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), recorded 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" speaks as critical

    Scenario Outline: An onset that says <when> only
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), since <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" <says>

      Examples: read at the end that speaks
        | when       | says               |
        | in 2026-11 | speaks as critical |
        | in 2026-10 | speaks as critical |
        | in 2026-09 | speaks as warning  |
        | in 2026-05 | speaks as warning  |
        | in 2026-04 | stays silent       |
        | in 2026    | speaks as critical |
        | in 2025    | stays silent       |

    Scenario: A date that decided and is imprecise is called so
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), since in 2026
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then the card "KET-CI-CARDIAC" says "date imprecise"

    Scenario Outline: An infarction without a date: <problem>
      Given he has <problem>, without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-CARDIAC" is shown
      And the summary of the card "KET-CI-CARDIAC" says "date unknown"
      And the card "KET-CI-CARDIAC" says "could make this stronger"

      Examples:
        | problem                                              |
        | "Acute myocardial infarction" (ICD-10-CM I21.9)      |
        | "Myocardial infarction" (SNOMED 22298006)            |

    Scenario: An onset to come is a slip, and says nothing
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), without a date, since 30 days from now
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" speaks as warning

    Scenario: Resolved and without a date
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), without a date, resolved
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" is not evaluated because "a date of" is missing

    Scenario Outline: A provisional infarction, <since>
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), since <since>, provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" speaks as <indicator>

      Examples:
        | since        | indicator |
        | 10 days ago  | warning   |
        | 100 days ago | info      |

    Scenario: An old infarction beside a new one
      Given he has "Acute myocardial infarction" (ICD-10-CM I21.9), since 6 years ago
      And he has "NSTEMI" (ICD-10-CM I21.4), since 10 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-CARDIAC" is shown
      And the card "KET-CI-CARDIAC" does not rest on "Acute myocardial infarction"

  Rule: Heart failure is a warning, and a contraindication while it is acute

    Scenario Outline: <problem> asks how stable it is
      Given he has <problem>, since 4 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-CARDIAC" is shown
      And the summary of the card "KET-CI-CARDIAC" says "stable enough"
      And the card "KET-CI-CARDIAC" does not offer to remove the order

      Examples:
        | problem                                                             |
        | "Heart failure" (SNOMED 84114007)                                   |
        | "Congestive heart failure" (SNOMED 42343007)                        |
        | "Chronic systolic heart failure" (ICD-10-CM I50.22)                 |
        | "Heart failure, unspecified" (ICD-10-CM I50.9)                      |
        | "Hypertensive heart disease with heart failure" (ICD-10-CM I11.0)   |
        | "Hypertensive heart and kidney disease" (ICD-10-CM I13.0)           |
        | "Hypertensive heart and kidney disease, stage 5" (ICD-10-CM I13.2)  |

    Scenario Outline: Acute heart failure that began <since>
      Given he has "Acute on chronic systolic heart failure" (ICD-10-CM I50.23), recorded <since>, since <since>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" speaks as <indicator>

      Examples: after 183 days it is taken for heart failure
        | since        | indicator |
        | 182 days ago | critical  |
        | 183 days ago | critical  |
        | 184 days ago | warning   |

    Scenario: An old disease that is recorded as acute today
      Given he has "Acute on chronic systolic heart failure" (ICD-10-CM I50.23), since 4 years ago, recorded 2 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" speaks as critical

    Scenario Outline: Acute heart failure of long ago that is <status>
      Given he has "Decompensated cardiac failure" (SNOMED 195111005), recorded 2 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" <says>

      Examples:
        | status         | says               |
        | active         | speaks as warning  |
        | recurred       | speaks as critical |
        | relapsed       | speaks as critical |
        | without a date | speaks as critical |
        | resolved       | stays silent       |
        | inactive       | stays silent       |

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" stays silent

    Scenario Outline: <problem>, <status>
      Given he has <problem>, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" stays silent

      Examples:
        | problem                                          | status           |
        | "Unstable angina" (ICD-10-CM I20.0)              | resolved         |
        | "Unstable angina" (ICD-10-CM I20.0)              | inactive         |
        | "Unstable angina" (ICD-10-CM I20.0)              | refuted          |
        | "Unstable angina" (ICD-10-CM I20.0)              | entered in error |
        | "Acute myocardial infarction" (ICD-10-CM I21.9)  | refuted          |
        | "Acute myocardial infarction" (ICD-10-CM I21.9)  | entered in error |
        | "Heart failure" (SNOMED 84114007)                | resolved         |
        | "Heart failure" (SNOMED 84114007)                | refuted          |

    Scenario Outline: <problem> is another thing
      Given he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" stays silent

      Examples:
        | problem                                                                     |
        | "Old myocardial infarction" (ICD-10-CM I25.2)                               |
        | "Old myocardial infarction" (SNOMED 1755008)                                |
        | "Angina pectoris, unspecified" (ICD-10-CM I20.9)                            |
        | "Coronary disease without angina" (ICD-10-CM I25.10)                        |
        | "Hypertensive heart disease without heart failure" (ICD-10-CM I11.9)        |
        | "Family history of ischemic heart disease" (ICD-10-CM Z82.49)               |

    Scenario: His father's disease
      Given his father has "Unstable angina" (ICD-10-CM I20.0)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" stays silent

    Scenario: Another patient's entry
      Given another patient has "Unstable angina" (ICD-10-CM I20.0)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" is not evaluated because "Condition" is missing

  Rule: However the drug is ordered

    Scenario: As an esketamine session
      Given he has "Unstable angina" (ICD-10-CM I20.0)
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-CI-CARDIAC" speaks as critical

    Scenario: As a compounded troche without a code
      Given he has "Unstable angina" (ICD-10-CM I20.0)
      When the clinician signs an order for "ketamine troche 50 mg", sublingual, for the community
      Then rule "KET-CI-CARDIAC" speaks as critical

  Rule: Out of scope

    Scenario: Topical ketamine
      Given he has "Unstable angina" (ICD-10-CM I20.0)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-CARDIAC" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And he has "Unstable angina" (ICD-10-CM I20.0)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CI-CARDIAC" stays silent

    Scenario: Another drug
      Given he has "Unstable angina" (ICD-10-CM I20.0)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CI-CARDIAC" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" is not evaluated because "Condition" is missing

    Scenario: A part that holds the disease suffices
      Given only the first page of the conditions was loaded
      And he has "Unstable angina" (ICD-10-CM I20.0)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" speaks as critical

    Scenario: An entry in words only
      Given he has "MI last month"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-CARDIAC" is not evaluated because "code" is missing
