@KET-EV-PAIN
Feature: Ketamine for chronic pain other than CRPS
  The evidence is weak or absent; the card says so, and the order's reason decides what it is for.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 51-year-old man

  Rule: The order's reason decides

    Scenario: Fibromyalgia
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Fibromyalgia" (ICD-10-CM M79.7)
      Then rule "KET-EV-PAIN" speaks as info
      And the card "KET-EV-PAIN" is about the order for "ketamine"
      And the card "KET-EV-PAIN" rests on "ketamine"
      And the card "KET-EV-PAIN" says "no clear benefit at any time and more adverse events"
      And the card "KET-EV-PAIN" says "decide together with the patient"
      And the card "KET-EV-PAIN" does not say "opioid"
      And the card "KET-EV-PAIN" does not offer to remove the order
      And the card "KET-EV-PAIN" offers "Refer to physiotherapy or pain psychology"
      And the card "KET-EV-PAIN" may be overridden because "specialist-agreed"
      And the card "KET-EV-PAIN" may be overridden because "palliative-intent"
      And the card "KET-EV-PAIN" cites evidence "E3"
      And the card "KET-EV-PAIN" cites evidence "E1"
      And the card "KET-EV-PAIN" cites evidence "E7"
      And the card "KET-EV-PAIN" cites evidence "E8"

    Scenario Outline: Ordered for <reason>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for <reason>
      Then rule "KET-EV-PAIN" <says>

      Examples:
        | reason                                                | says           |
        | "Postherpetic neuralgia" (ICD-10-CM B02.29)           | speaks as info |
        | "Diabetic polyneuropathy" (ICD-10-CM E11.42)          | speaks as info |
        | "Trigeminal neuralgia" (SNOMED 31681005)              | speaks as info |
        | "Chronic pain syndrome" (ICD-10-CM G89.4)             | speaks as info |
        | "Cancer pain" (ICD-10-CM G89.3)                       | speaks as info |
        | "Low back pain" (ICD-10-CM M54.50)                    | speaks as info |
        | "CRPS of the arm" (ICD-10-CM G90.51)                  | stays silent   |
        | "Causalgia of the leg" (ICD-10-CM G57.72)             | stays silent   |
        | "Depression" (ICD-10-CM F33.2)                        | stays silent   |
        | "Acute pain after surgery" (ICD-10-CM G89.18)         | stays silent   |

    Scenario: He has CRPS and fibromyalgia, and the order is for the fibromyalgia
      Given he has "CRPS of the arm" (ICD-10-CM G90.51)
      And he has "Fibromyalgia" (ICD-10-CM M79.7)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Fibromyalgia" (ICD-10-CM M79.7)
      Then rule "KET-EV-PAIN" speaks as info

    Scenario: He has CRPS and fibromyalgia, and the order is for the CRPS
      Given he has "CRPS of the arm" (ICD-10-CM G90.51)
      And he has "Fibromyalgia" (ICD-10-CM M79.7)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "CRPS of the arm" (ICD-10-CM G90.51)
      Then rule "KET-EV-PAIN" stays silent

    Scenario: Ordered for both
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for (ICD-10-CM G90.51, ICD-10-CM M79.7)
      Then rule "KET-EV-PAIN" stays silent

  Rule: Without a reason on the order, the chart decides where it names one kind

    Scenario Outline: No reason, and the chart shows <problems>
      Given he has <first>
      And he has <second>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-EV-PAIN" <says>

      Examples:
        | problems              | first                                | second                                   | says           |
        | pain alone            | "Fibromyalgia" (ICD-10-CM M79.7)     | "Asthma" (ICD-10-CM J45.909)             | speaks as info |
        | pain and CRPS         | "Fibromyalgia" (ICD-10-CM M79.7)     | "CRPS of the arm" (ICD-10-CM G90.51)     | stays silent   |
        | pain and depression   | "Fibromyalgia" (ICD-10-CM M79.7)     | "Depression" (ICD-10-CM F33.1)           | stays silent   |
        | pain and PTSD         | "Fibromyalgia" (ICD-10-CM M79.7)     | "PTSD" (ICD-10-CM F43.12)                | stays silent   |
        | pain and anxiety      | "Fibromyalgia" (ICD-10-CM M79.7)     | "Anxiety" (ICD-10-CM F41.9)              | stays silent   |
        | back pain alone       | "Low back pain" (ICD-10-CM M54.50)   | "Asthma" (ICD-10-CM J45.909)             | speaks as info |
        | nerve pain alone      | "Diabetic polyneuropathy" (ICD-10-CM E11.42) | "Asthma" (ICD-10-CM J45.909)     | speaks as info |
        | chronic pain alone    | "Chronic pain syndrome" (ICD-10-CM G89.4) | "Asthma" (ICD-10-CM J45.909)        | speaks as info |
        | resolved pain         | "Fibromyalgia" (ICD-10-CM M79.7), resolved | "Asthma" (ICD-10-CM J45.909)       | stays silent   |
        | refuted pain          | "Fibromyalgia" (ICD-10-CM M79.7), refuted | "Asthma" (ICD-10-CM J45.909)        | stays silent   |
        | provisional pain      | "Fibromyalgia" (ICD-10-CM M79.7), provisional | "Asthma" (ICD-10-CM J45.909)    | speaks as info |

    Scenario: Esketamine without a reason is for depression
      Given he has "Fibromyalgia" (ICD-10-CM M79.7)
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal, for an outpatient
      Then rule "KET-EV-PAIN" stays silent

    Scenario: His mother's fibromyalgia
      Given his mother has "Fibromyalgia" (ICD-10-CM M79.7)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-EV-PAIN" stays silent

  Rule: Out of scope

    Scenario Outline: Palliative, as the order says: <note>
      When the clinician signs an order for "ketamine" (RxNorm 6130), subcutaneous, for an inpatient, for "Cancer pain" (ICD-10-CM G89.3), with the note "<note>"
      Then rule "KET-EV-PAIN" stays silent

      Examples:
        | note                        |
        | Palliative care, as agreed  |
        | hospice                     |
        | for comfort care only       |

    Scenario: Topical ketamine
      When the clinician signs an order for "ketamine 10 % cream", topical, for "Neuropathic pain" (SNOMED 247398009)
      Then rule "KET-EV-PAIN" stays silent

    Scenario: Ordered for an anaesthetic
      Given he has "Fibromyalgia" (ICD-10-CM M79.7)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for "general anaesthesia" (SNOMED 274507007)
      Then rule "KET-EV-PAIN" stays silent

  Rule: What is not known is not told

    Scenario: The reason is in words only
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "pain all over"
      Then rule "KET-EV-PAIN" is not evaluated because "the reason" is missing

    Scenario: No reason, and conditions were not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-EV-PAIN" is not evaluated because "Condition" is missing
