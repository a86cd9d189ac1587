@KET-CAU-CYSTITIS
Feature: Bladder disease or urinary symptoms and ketamine
  Repeated ketamine injures the bladder. Chronic cystitis counts by itself, symptoms only after ketamine; an infection has
  codes right beside.

  Background:
    Given the service date is 2026-11-20
    And a 33-year-old man

  Rule: Chronic or ulcerative cystitis

    Scenario: Interstitial cystitis
      Given he has "Interstitial cystitis" (ICD-10-CM N30.10)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" speaks as warning
      And the card "KET-CAU-CYSTITIS" rests on "Interstitial cystitis"
      And the card "KET-CAU-CYSTITIS" offers to order (LOINC 24356-8)
      And the card "KET-CAU-CYSTITIS" offers "Refer to urology"
      And the card "KET-CAU-CYSTITIS" says "pause the series"
      And the card "KET-CAU-CYSTITIS" does not offer to remove the order
      And the card "KET-CAU-CYSTITIS" may be overridden because "already-done-outside"
      And the card "KET-CAU-CYSTITIS" may be overridden because "monitoring-in-place"
      And the card "KET-CAU-CYSTITIS" cites evidence "E15"
      And the card "KET-CAU-CYSTITIS" cites evidence "E33"

    Scenario Outline: <problem>
      Given he has <problem>
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then rule "KET-CAU-CYSTITIS" <says>

      Examples: which cystitis it is
        | problem                                                        | says              |
        | "Ulcerative cystitis" (SNOMED 111409009)                       | speaks as warning |
        | "Chronic ulcerating interstitial cystitis" (SNOMED 36139001)   | speaks as warning |
        | "Chronic interstitial cystitis" (SNOMED 197834003)             | speaks as warning |
        | "Interstitial cystitis with haematuria" (ICD-10-CM N30.11)     | speaks as warning |
        | "Other chronic cystitis" (ICD-10-CM N30.20)                    | speaks as warning |
        | "Cystitis" (SNOMED 38822007)                                   | speaks as info    |
        | "Cystitis, unspecified" (ICD-10-CM N30.90)                     | speaks as info    |
        | "Acute cystitis" (ICD-10-CM N30.00)                            | stays silent      |
        | "Acute cystitis with haematuria" (ICD-10-CM N30.01)            | stays silent      |

    Scenario Outline: An entry that is <status>
      Given he has "Interstitial cystitis" (ICD-10-CM N30.10), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" <says>

      Examples:
        | status           | says              |
        | recurred         | speaks as warning |
        | resolved         | stays silent      |
        | refuted          | stays silent      |
        | entered in error | stays silent      |
        | provisional      | speaks as info    |

    Scenario: When the visit starts, for a running order
      Given a running order for "ketamine" (RxNorm 6130), intravenous
      And he has "Interstitial cystitis" (ICD-10-CM N30.10)
      When the visit starts
      Then rule "KET-CAU-CYSTITIS" speaks as warning

    Scenario: What is said of a cystitis without its kind
      Given he has "Cystitis, unspecified" (ICD-10-CM N30.90)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" speaks as info
      And the card "KET-CAU-CYSTITIS" says "whether it is an infection"

  Rule: Symptoms after ketamine

    Scenario Outline: <symptom>, after a session
      Given he was given "ketamine" (RxNorm 6130), 20 days ago
      And <symptom>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" <says>

      Examples:
        | symptom                                                                | says              |
        | he has "Hematuria" (ICD-10-CM R31.9)                                   | speaks as warning |
        | he has "Blood in urine" (SNOMED 34436003)                              | speaks as warning |
        | he has "Dysuria" (ICD-10-CM R30.0)                                     | speaks as warning |
        | he has "Frequency of micturition" (ICD-10-CM R35.0)                    | speaks as warning |
        | his "Urinary symptoms" is "dysuria and urgency", 5 days ago            | speaks as warning |
        | his "Urine" is "blood in urine", 5 days ago                            | speaks as warning |
        | his "Dysuria" is "none", 5 days ago                                    | stays silent      |
        | his "Urine" is "no hematuria", 5 days ago                              | stays silent      |
        | he has "Hematuria" (ICD-10-CM R31.9), resolved                         | stays silent      |
        | he has "Nocturnal enuresis" (ICD-10-CM N39.44)                         | stays silent      |

    Scenario: Without any ketamine before
      Given he has "Hematuria" (ICD-10-CM R31.9)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" stays silent

    Scenario Outline: Ketamine before: <before>
      Given he has "Dysuria" (ICD-10-CM R30.0)
      And <before>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" <says>

      Examples:
        | before                                                                  | says              |
        | he was given "ketamine" (RxNorm 6130), 3 years ago                      | speaks as warning |
        | he was given "esketamine" (RxNorm 2119365), 20 days ago                 | speaks as warning |
        | he had "Esketamine session" (HCPCS G2083), 20 days ago                  | speaks as warning |
        | he takes "ketamine" (RxNorm 6130), sublingual, ordered 60 days ago      | speaks as warning |
        | he was given "ketamine" (RxNorm 6130), not given, 20 days ago           | stays silent      |
        | he takes "ketamine 10 % cream" (RxNorm 6130), topical                   | stays silent      |

    Scenario Outline: Dysuria recorded <days> days ago
      Given he was given "ketamine" (RxNorm 6130), 200 days ago
      And he has "Dysuria" (ICD-10-CM R30.0), recorded <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" <says>

      Examples: 90 days
        | days | says              |
        | 89   | speaks as warning |
        | 90   | speaks as warning |
        | 91   | stays silent      |

    Scenario Outline: A running order for home, <days> days old
      Given a running order for "ketamine" (RxNorm 6130), sublingual, for the community, ordered <days> days ago
      And he has "Dysuria" (ICD-10-CM R30.0)
      When the visit starts
      Then rule "KET-CAU-CYSTITIS" <says>

      Examples: 7 days
        | days | says              |
        | 6    | stays silent      |
        | 7    | speaks as warning |
        | 8    | speaks as warning |

  Rule: Blood in the urine with a catheter is noted

    Scenario Outline: <catheter>
      Given he was given "ketamine" (RxNorm 6130), 20 days ago
      And he has "Hematuria" (ICD-10-CM R31.9)
      And <catheter>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" <says>

      Examples: in place, of the last 30 days
        | catheter                                                | says              |
        | he had "Insertion of urinary catheter", 3 days ago      | speaks as info    |
        | he had "Insertion of urinary catheter", 29 days ago     | speaks as info    |
        | he had "Insertion of urinary catheter", 31 days ago     | speaks as warning |
        | his "Foley catheter" is "in place", 1 day ago           | speaks as info    |
        | he had "Central venous catheter", 3 days ago            | speaks as warning |

    Scenario: The catheter was removed
      Given he was given "ketamine" (RxNorm 6130), 20 days ago
      And he has "Hematuria" (ICD-10-CM R31.9)
      And he had "Insertion of urinary catheter", 10 days ago
      And he had "Removal of urinary catheter", 5 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" speaks as warning

    Scenario: A catheter does not explain pain
      Given he was given "ketamine" (RxNorm 6130), 20 days ago
      And he has "Dysuria" (ICD-10-CM R30.0)
      And he had "Insertion of urinary catheter", 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" speaks as warning

    Scenario: Whether there is a catheter is not known: the warning stands
      Given the service orders were not loaded
      And he was given "ketamine" (RxNorm 6130), 20 days ago
      And he has "Hematuria" (ICD-10-CM R31.9)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" speaks as warning

  Rule: What does not count, and what is not known

    Scenario: His mother's interstitial cystitis
      Given his mother has "Interstitial cystitis" (ICD-10-CM N30.10)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" stays silent

    Scenario: Topical ketamine
      Given he has "Interstitial cystitis" (ICD-10-CM N30.10)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CAU-CYSTITIS" stays silent

    Scenario: Conditions were not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" is not evaluated because "Condition" is missing

    Scenario: Whether ketamine was given before is not known
      Given the medication administrations were not loaded
      And he has "Dysuria" (ICD-10-CM R30.0)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CAU-CYSTITIS" is not evaluated because "MedicationAdministration" is missing
