@KET-CI-LIVER-SEVERE
Feature: Severe liver disease and ketamine
  The liver clears ketamine. Severe disease is a contraindication by its code, or by a Child-Pugh score of 10 or more;
  what the score lacks leaves a range, and the warning tier.

  Background:
    Given the service date is 2026-11-20
    And a 57-year-old man

  Rule: Severe liver disease by its code

    Scenario: Hepatic failure
      Given he has "Hepatic failure" (ICD-10-CM K72.90)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-LIVER-SEVERE" is shown
      And the card "KET-CI-LIVER-SEVERE" rests on "Hepatic failure"
      And the card "KET-CI-LIVER-SEVERE" offers to remove the order for "ketamine"
      And the card "KET-CI-LIVER-SEVERE" offers "Order liver tests"
      And the card "KET-CI-LIVER-SEVERE" offers "Ask hepatology"
      And the card "KET-CI-LIVER-SEVERE" may be overridden because "specialist-agreed"
      And the card "KET-CI-LIVER-SEVERE" may be overridden because "palliative-intent"
      And the card "KET-CI-LIVER-SEVERE" cites evidence "E15"
      And the card "KET-CI-LIVER-SEVERE" cites evidence "E1"

    Scenario Outline: <problem>
      Given he has <problem>
      When the clinician selects an order for "esketamine" (RxNorm 2119365), nasal
      Then a critical card "KET-CI-LIVER-SEVERE" is shown

      Examples:
        | problem                                                           |
        | "Hepatic failure" (SNOMED 59927004)                               |
        | "Portal hypertension" (SNOMED 34742003)                           |
        | "Alcoholic cirrhosis with ascites" (ICD-10-CM K70.31)             |
        | "Alcoholic hepatic failure with coma" (ICD-10-CM K70.41)          |
        | "Hepatorenal syndrome" (ICD-10-CM K76.7)                          |
        | "Hepatic encephalopathy" (ICD-10-CM K76.82)                       |

    Scenario Outline: An entry that is <status>
      Given he has "Acute hepatic failure" (ICD-10-CM K72.00), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" <says>

      Examples: an acute failure that is over is over
        | status           | says              |
        | recurred         | speaks as critical |
        | resolved         | stays silent      |
        | inactive         | stays silent      |
        | refuted          | stays silent      |
        | entered in error | stays silent      |
        | provisional      | speaks as warning |

    Scenario Outline: <what> is not severe liver disease
      Given he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" stays silent

      Examples:
        | what              | problem                                       |
        | Malignant ascites | "Malignant ascites" (ICD-10-CM R18.0)         |
        | Ascites alone     | "Other ascites" (ICD-10-CM R18.8)             |
        | Gilbert syndrome  | "Gilbert syndrome" (ICD-10-CM E80.4)          |
        | A fatty liver     | "Fatty liver" (ICD-10-CM K76.0)               |

    Scenario: Bilirubin high from Gilbert syndrome
      Given he has "Gilbert syndrome" (ICD-10-CM E80.4)
      And his "Total bilirubin" (LOINC 1975-2) is 3.4 mg/dL, 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" stays silent

  Rule: Cirrhosis with a Child-Pugh score of 10 or more

    Scenario: All five are recorded
      Given he has "Cirrhosis of liver" (SNOMED 19943007)
      And his "Total bilirubin" (LOINC 1975-2) is 3.4 mg/dL, 3 days ago
      And his "Albumin" (LOINC 1751-7) is 2.7 g/dL, 3 days ago
      And his "INR" (LOINC 6301-6) is 1.5 {INR}, 3 days ago
      And his "Ascites" is "mild", 3 days ago
      And his "Hepatic encephalopathy" is "none", 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-LIVER-SEVERE" is shown
      And the card "KET-CI-LIVER-SEVERE" says "Points, 10: bilirubin 3, albumin 3, INR 1, ascites 2, encephalopathy 1"
      And the card "KET-CI-LIVER-SEVERE" says "3.4 mg/dL"
      And the card "KET-CI-LIVER-SEVERE" rests on "Albumin"
      And the card "KET-CI-LIVER-SEVERE" matched "Ascites" by name

    Scenario Outline: Bilirubin <bilirubin>, albumin <albumin>, INR <inr>, ascites <ascites>, encephalopathy <mind>: <points>
      Given he has "Cirrhosis" (ICD-10-CM K74.60)
      And his "Total bilirubin" (LOINC 1975-2) is <bilirubin>, 3 days ago
      And his "Albumin" (LOINC 1751-7) is <albumin>, 3 days ago
      And his "INR" (LOINC 6301-6) is <inr> {INR}, 3 days ago
      And his "Ascites" is "<ascites>", 3 days ago
      And his "Hepatic encephalopathy" is "<mind>", 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" <says>
      And rule "KET-CAU-LIVER" <caution>

      Examples: 10 is the edge, and 7 that of the caution
        | bilirubin   | albumin  | inr | ascites | mind    | points | says               | caution           |
        | 1.9 mg/dL   | 3.6 g/dL | 1.6 | none    | none    | 5      | stays silent       | stays silent      |
        | 2.0 mg/dL   | 3.6 g/dL | 1.6 | none    | none    | 6      | stays silent       | stays silent      |
        | 2.0 mg/dL   | 3.5 g/dL | 1.6 | none    | none    | 7      | stays silent       | speaks as warning |
        | 3.0 mg/dL   | 2.8 g/dL | 1.6 | mild    | none    | 8      | stays silent       | speaks as warning |
        | 3.0 mg/dL   | 2.8 g/dL | 2.3 | mild    | none    | 9      | stays silent       | speaks as warning |
        | 3.1 mg/dL   | 2.8 g/dL | 2.3 | mild    | none    | 10     | speaks as critical | stays silent      |
        | 3.0 mg/dL   | 2.7 g/dL | 2.3 | mild    | none    | 10     | speaks as critical | stays silent      |
        | 3.0 mg/dL   | 2.8 g/dL | 2.4 | mild    | none    | 10     | speaks as critical | stays silent      |
        | 3.0 mg/dL   | 2.8 g/dL | 2.3 | tense   | none    | 10     | speaks as critical | stays silent      |
        | 3.0 mg/dL   | 2.8 g/dL | 2.3 | mild    | grade 2 | 10     | speaks as critical | stays silent      |
        | 2.0 mg/dL   | 3.6 g/dL | 1.7 | mild    | grade 3 | 10     | speaks as critical | stays silent      |
        | 51 umol/L   | 28 g/L   | 2.3 | mild    | none    | 9      | stays silent       | speaks as warning |
        | 52 umol/L   | 28 g/L   | 2.3 | mild    | none    | 10     | speaks as critical | stays silent      |

    Scenario: Without cirrhosis there is no score
      Given his "Total bilirubin" (LOINC 1975-2) is 6 mg/dL, 3 days ago
      And his "Albumin" (LOINC 1751-7) is 2.1 g/dL, 3 days ago
      And his "INR" (LOINC 6301-6) is 2.9 {INR}, 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" stays silent

    Scenario: Cirrhosis on the list for years, without a status
      Given he has "Cirrhosis" (ICD-10-CM K74.60), without a status, recorded 5 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" speaks as info
      And the card "KET-CI-LIVER-SEVERE" says "its status is not recorded"

  Rule: What is missing leaves a range

    Scenario: Only the diagnosis is known
      Given he has "Cirrhosis" (ICD-10-CM K74.60)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-LIVER-SEVERE" is shown
      And the card "KET-CI-LIVER-SEVERE" says "Points, 5 to 15: bilirubin 1-3, albumin 1-3, INR 1-3, ascites 1-3, encephalopathy 1-3"
      And the card "KET-CI-LIVER-SEVERE" does not offer to remove the order
      And the card "KET-CI-LIVER-SEVERE" offers "Order liver tests"
      And rule "KET-CAU-LIVER" stays silent

    Scenario Outline: Normal tests <days> days ago, ascites and encephalopathy not recorded
      Given he has "Cirrhosis" (ICD-10-CM K74.60)
      And his "Total bilirubin" (LOINC 1975-2) is 1 mg/dL, <days> days ago
      And his "Albumin" (LOINC 1751-7) is 4 g/dL, <days> days ago
      And his "INR" (LOINC 6301-6) is 1.1 {INR}, <days> days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" <says>
      And rule "KET-CAU-LIVER" <caution>

      Examples: 5 to 9, and 30 days
        | days | says              | caution           |
        | 29   | stays silent      | speaks as warning |
        | 30   | stays silent      | speaks as warning |
        | 31   | speaks as warning | stays silent      |

    Scenario: Ascites recorded without its grade
      Given he has "Cirrhosis" (ICD-10-CM K74.60)
      And he has "Other ascites" (ICD-10-CM R18.8)
      And his "Total bilirubin" (LOINC 1975-2) is 3.4 mg/dL, 3 days ago
      And his "Albumin" (LOINC 1751-7) is 3.0 g/dL, 3 days ago
      And his "INR" (LOINC 6301-6) is 1.1 {INR}, 3 days ago
      And his "Hepatic encephalopathy" is "none", 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" speaks as warning
      And the card "KET-CI-LIVER-SEVERE" says "Points, 9 to 10: bilirubin 3, albumin 2, INR 1, ascites 2-3, encephalopathy 1"

    Scenario: Malignant ascites says nothing about the liver
      Given he has "Cirrhosis" (ICD-10-CM K74.60)
      And he has "Malignant ascites" (ICD-10-CM R18.0)
      And his "Total bilirubin" (LOINC 1975-2) is 1 mg/dL, 3 days ago
      And his "Albumin" (LOINC 1751-7) is 4 g/dL, 3 days ago
      And his "INR" (LOINC 6301-6) is 1.1 {INR}, 3 days ago
      And his "Hepatic encephalopathy" is "none", 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" stays silent

    Scenario: A unit that nobody knows leaves the range open
      Given he has "Cirrhosis" (ICD-10-CM K74.60)
      And his "Total bilirubin" (LOINC 1975-2) is 1 without a unit, 3 days ago
      And his "Albumin" (LOINC 1751-7) is 4 g/dL, 3 days ago
      And his "INR" (LOINC 6301-6) is 1.1 {INR}, 3 days ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" speaks as warning
      And the card "KET-CI-LIVER-SEVERE" says "Points, 5 to 11: bilirubin 1-3, albumin 1, INR 1, ascites 1-3, encephalopathy 1-3"

  Rule: What does not count, and what is not known

    Scenario: His brother's cirrhosis
      Given his brother has "Cirrhosis" (ICD-10-CM K74.60)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" stays silent

    Scenario: Another patient's liver failure
      Given another patient has "Hepatic failure" (ICD-10-CM K72.90)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" is not evaluated because "Condition" is missing

    Scenario: Topical ketamine
      Given he has "Hepatic failure" (ICD-10-CM K72.90)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-LIVER-SEVERE" stays silent

    Scenario: Conditions were not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" is not evaluated because "Condition" is missing

    Scenario: Observations were not loaded: the range is open
      Given the observations were not loaded
      And he has "Cirrhosis" (ICD-10-CM K74.60)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-LIVER-SEVERE" speaks as warning
      And the card "KET-CI-LIVER-SEVERE" says "could make this stronger"
