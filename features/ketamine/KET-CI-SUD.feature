@KET-CI-SUD
Feature: Substance use disorder and ketamine
  Ketamine is misused. A disorder of ketamine itself is a contraindication; another active one is, where ketamine goes home
  or comes as a series. Codes in remission stand right beside the active ones.

  Background:
    Given the service date is 2026-11-20
    And a 38-year-old man

  Rule: A disorder of ketamine or phencyclidine

    Scenario: Ketamine dependence
      Given he has "Ketamine dependence" (SNOMED 724715004)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then a critical card "KET-CI-SUD" is shown
      And the card "KET-CI-SUD" rests on "Ketamine dependence"
      And the card "KET-CI-SUD" offers to remove the order for "ketamine"
      And the card "KET-CI-SUD" offers "Refer to addiction medicine"
      And the card "KET-CI-SUD" offers "Check the prescription monitoring programme"
      And the card "KET-CI-SUD" may be overridden because "specialist-agreed"
      And the card "KET-CI-SUD" may be overridden because "monitoring-in-place"
      And the card "KET-CI-SUD" cites evidence "E1"
      And the card "KET-CI-SUD" cites evidence "E15"

    Scenario Outline: By code: <problem>
      Given he has <problem>
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then a critical card "KET-CI-SUD" is shown

      Examples:
        | problem                                          |
        | "Harmful use of ketamine" (SNOMED 724713006)     |
        | "Phencyclidine abuse" (SNOMED 7071007)           |
        | "Phencyclidine dependence" (SNOMED 58727001)     |
        | "Delirium caused by ketamine" (SNOMED 724716003) |

    Scenario Outline: Ketamine dependence that is <status>
      Given he has "Ketamine dependence" (SNOMED 724715004), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CI-SUD" <says>

      Examples: whatever became of it, it is not nothing
        | status           | says               |
        | recurred         | speaks as critical |
        | relapsed         | speaks as critical |
        | in remission     | speaks as warning  |
        | inactive         | speaks as warning  |
        | resolved         | speaks as warning  |
        | provisional      | speaks as warning  |
        | refuted          | stays silent       |
        | entered in error | stays silent       |

    Scenario: Phencyclidine dependence in remission, by its code
      Given he has "Phencyclidine dependence in remission" (SNOMED 425841004)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CI-SUD" speaks as warning
      And the card "KET-CI-SUD" does not offer to remove the order

  Rule: Another active disorder

    Scenario: A single supervised dose
      Given he has "Opioid dependence, uncomplicated" (ICD-10-CM F11.20)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CI-SUD" speaks as warning
      And the card "KET-CI-SUD" says "dependence on a medicine taken as prescribed"
      And the card "KET-CI-SUD" says "single supervised doses"
      And the card "KET-CI-SUD" does not offer to remove the order

    Scenario Outline: <problem>
      Given he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CI-SUD" <says>

      Examples: codes side by side
        | problem                                                            | says              |
        | "Substance abuse" (SNOMED 66214007)                                | speaks as warning |
        | "Alcohol abuse" (ICD-10-CM F10.10)                                 | speaks as warning |
        | "Alcohol abuse, in remission" (ICD-10-CM F10.11)                   | speaks as info    |
        | "Alcohol dependence" (ICD-10-CM F10.20)                            | speaks as warning |
        | "Alcohol dependence, in remission" (ICD-10-CM F10.21)              | speaks as info    |
        | "Opioid dependence, in remission" (ICD-10-CM F11.21)               | speaks as info    |
        | "Cocaine dependence" (ICD-10-CM F14.20)                            | speaks as warning |
        | "Hallucinogen abuse, in remission" (ICD-10-CM F16.11)              | speaks as info    |
        | "Other psychoactive substance dependence" (ICD-10-CM F19.20)       | speaks as warning |
        | "Alcohol use, in remission" (ICD-10-CM F10.91)                     | speaks as info    |
        | "Opioid abuse, in remission" (ICD-10-CM F11.11)                    | speaks as info    |
        | "Opioid use, in remission" (ICD-10-CM F11.91)                      | speaks as info    |
        | "Cannabis abuse, in remission" (ICD-10-CM F12.11)                  | speaks as info    |
        | "Cannabis dependence, in remission" (ICD-10-CM F12.21)             | speaks as info    |
        | "Cannabis use, in remission" (ICD-10-CM F12.91)                    | speaks as info    |
        | "Sedative abuse, in remission" (ICD-10-CM F13.11)                  | speaks as info    |
        | "Sedative dependence, in remission" (ICD-10-CM F13.21)             | speaks as info    |
        | "Sedative use, in remission" (ICD-10-CM F13.91)                    | speaks as info    |
        | "Cocaine abuse, in remission" (ICD-10-CM F14.11)                   | speaks as info    |
        | "Cocaine dependence, in remission" (ICD-10-CM F14.21)              | speaks as info    |
        | "Cocaine use, in remission" (ICD-10-CM F14.91)                     | speaks as info    |
        | "Stimulant abuse, in remission" (ICD-10-CM F15.11)                 | speaks as info    |
        | "Stimulant dependence, in remission" (ICD-10-CM F15.21)            | speaks as info    |
        | "Stimulant use, in remission" (ICD-10-CM F15.91)                   | speaks as info    |
        | "Hallucinogen dependence, in remission" (ICD-10-CM F16.21)         | speaks as info    |
        | "Hallucinogen use, in remission" (ICD-10-CM F16.91)                | speaks as info    |
        | "Other substance abuse, in remission" (ICD-10-CM F19.11)           | speaks as info    |
        | "Other substance dependence, in remission" (ICD-10-CM F19.21)      | speaks as info    |
        | "Other substance use, in remission" (ICD-10-CM F19.91)             | speaks as info    |
        | "Nicotine dependence, in remission" (ICD-10-CM F17.201)            | stays silent      |
        | "Opioid dependence in remission" (SNOMED 191821007)                | speaks as info    |
        | "Chronic alcoholism in remission" (SNOMED 191813001)               | speaks as info    |
        | "Acute alcohol intoxication" (SNOMED 1149333003)                   | speaks as warning |
        | "Nicotine dependence" (ICD-10-CM F17.210)                          | stays silent      |
        | "Long term use of opiate analgesic" (ICD-10-CM Z79.891)            | stays silent      |

    Scenario Outline: An entry that is <status>
      Given he has "Cocaine dependence" (ICD-10-CM F14.20), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-CI-SUD" <says>

      Examples:
        | status                                 | says              |
        | in remission                           | speaks as info    |
        | inactive                               | speaks as info    |
        | resolved                               | stays silent      |
        | refuted                                | stays silent      |
        | entered in error                       | stays silent      |
        | unconfirmed                            | speaks as info    |
        | without a status, recorded 11 months ago | speaks as warning |
        | without a status, recorded 20 months ago | speaks as info    |

    Scenario Outline: It goes home: <order>
      Given he has "Alcohol dependence" (ICD-10-CM F10.20)
      When the clinician signs an order for <order>
      Then rule "KET-CI-SUD" speaks as <indicator>

      Examples:
        | order                                                        | indicator |
        | "ketamine" (RxNorm 6130), sublingual, for the community      | critical  |
        | "ketamine" (RxNorm 6130), intravenous, for the community     | critical  |
        | "ketamine" (RxNorm 6130), sublingual, for an outpatient      | warning   |

    Scenario: Nothing says where: the warning stands and says what could make it stronger
      Given he has "Alcohol dependence" (ICD-10-CM F10.20)
      When the clinician signs an order for "ketamine" (RxNorm 6130), oral
      Then rule "KET-CI-SUD" speaks as warning
      And the card "KET-CI-SUD" says "could make this stronger"

    Scenario Outline: The order asks for <times> sessions a week
      Given he has "Alcohol dependence" (ICD-10-CM F10.20)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, <times> times a week
      Then rule "KET-CI-SUD" speaks as <indicator>

      Examples:
        | times | indicator |
        | 2     | critical  |
        | 3     | critical  |

    Scenario Outline: The last session was <days> days ago
      Given he has "Alcohol dependence" (ICD-10-CM F10.20)
      And he was given "ketamine" (RxNorm 6130), <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, only once
      Then rule "KET-CI-SUD" speaks as <indicator>

      Examples: a second session within 28 days is a series
        | days | indicator |
        | 27   | critical  |
        | 29   | warning   |

    Scenario: A series may be removed
      Given he has "Alcohol dependence" (ICD-10-CM F10.20)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, 2 times a week
      Then a critical card "KET-CI-SUD" is shown
      And the card "KET-CI-SUD" offers to remove the order for "ketamine"
      And the card "KET-CI-SUD" says "advises against a series"

  Rule: What does not count, and what is not known

    Scenario: His father's alcohol dependence
      Given his father has "Alcohol dependence" (ICD-10-CM F10.20)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-SUD" stays silent

    Scenario: Another patient's entry
      Given another patient has "Alcohol dependence" (ICD-10-CM F10.20)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-SUD" is not evaluated because "Condition" is missing

    Scenario: Topical ketamine
      Given he has "Ketamine dependence" (SNOMED 724715004)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-SUD" stays silent

    Scenario: Conditions were not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-SUD" is not evaluated because "Condition" is missing
