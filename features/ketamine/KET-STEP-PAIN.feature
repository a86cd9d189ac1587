@KET-STEP-PAIN
Feature: First choices before ketamine for neuropathic pain
  Two of three classes are tried first: a gabapentinoid, an SNRI, a tricyclic. An opioid is not one of these steps.

  Background:
    Given the service date is 2026-11-20 at 09:00
    And a 57-year-old man

  Rule: Fewer than two classes is a note

    Scenario: Nothing was tried
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" speaks as info
      And the card "KET-STEP-PAIN" is about the order for "ketamine"
      And the card "KET-STEP-PAIN" says "no first choice for neuropathic pain is on record"
      And the card "KET-STEP-PAIN" says "a gabapentinoid (gabapentin, pregabalin)"
      And the card "KET-STEP-PAIN" says "an SNRI (duloxetine, venlafaxine)"
      And the card "KET-STEP-PAIN" says "a tricyclic (amitriptyline, nortriptyline)"
      And the card "KET-STEP-PAIN" says "An opioid is not one of these steps"
      And the card "KET-STEP-PAIN" does not offer to remove the order
      And the card "KET-STEP-PAIN" offers "Refer to pain psychology"
      And the card "KET-STEP-PAIN" offers "Refer to physiotherapy"
      And the card "KET-STEP-PAIN" may be overridden because "already-done-outside"
      And the card "KET-STEP-PAIN" may be overridden because "specialist-agreed"
      And the card "KET-STEP-PAIN" cites evidence "KET-PAIN-STEPS"
      And the card "KET-STEP-PAIN" cites evidence "E1"

    Scenario Outline: Only <one> was tried
      Given he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" speaks as info
      And the card "KET-STEP-PAIN" says "only <one> is on record"
      And the card "KET-STEP-PAIN" says "<untried>"
      And the card "KET-STEP-PAIN" says "Whether dose and duration of what was taken were enough is not judged here"

      Examples:
        | one             | medicine                                 | untried                                |
        | a gabapentinoid | "gabapentin" (RxNorm 25480)              | an SNRI or a tricyclic is untried      |
        | a gabapentinoid | "Lyrica 75 mg", stopped                  | an SNRI or a tricyclic is untried      |
        | an SNRI         | "duloxetine" (RxNorm 72625), completed   | a gabapentinoid or a tricyclic is untried |
        | an SNRI         | "venlafaxine" (RxNorm 39786), ordered 9 years ago | a gabapentinoid or a tricyclic is untried |
        | a tricyclic     | "nortriptyline" (RxNorm 7531)            | a gabapentinoid or an SNRI is untried  |

    Scenario: Two drugs of one class are one
      Given he takes "gabapentin" (RxNorm 25480), stopped
      And he takes "pregabalin" (RxNorm 187832), stopped
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" speaks as info

    Scenario: Opioids were tried: they are asked for by nobody, and count for nothing
      Given he takes "oxycodone" (RxNorm 7804)
      And he takes "tramadol" (RxNorm 10689)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" speaks as info
      And the card "KET-STEP-PAIN" says "no first choice for neuropathic pain is on record"

  Rule: Two classes, tried or not tolerated, are enough

    Scenario Outline: <first> and <second>
      Given <one>
      And <other>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "CRPS of the leg" (ICD-10-CM G90.52)
      Then rule "KET-STEP-PAIN" stays silent

      Examples:
        | first                  | second                  | one                                                         | other                                                        |
        | a running order        | an old order            | he takes "gabapentin" (RxNorm 25480)                        | he takes "duloxetine" (RxNorm 72625), stopped                |
        | his own word           | a supply                | he says that he takes "amitriptyline" (RxNorm 704)          | he was supplied "pregabalin" (RxNorm 187832), 2 years ago, for 30 days |
        | an intolerance         | an order                | he is allergic to "gabapentin" (RxNorm 25480), as an intolerance, with "dizziness" | he takes "nortriptyline" (RxNorm 7531), completed |
        | two intolerances, one  | the other               | he is allergic to "duloxetine" (RxNorm 72625), with "rash"  | he is allergic to "amitriptyline" (RxNorm 704), as an intolerance, with "dry mouth" |
        | all three, one         | the other               | he takes "venlafaxine" (RxNorm 39786), for "Neuropathic pain" (SNOMED 247398009) | he takes "gabapentin" (RxNorm 25480), for "Neuropathic pain" (SNOMED 247398009) |

  Rule: What is no trial for this pain

    Scenario Outline: He takes <medicine> beside gabapentin
      Given he takes "gabapentin" (RxNorm 25480)
      And he takes <medicine>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" speaks as info
      And the card "KET-STEP-PAIN" says "only a gabapentinoid is on record"

      Examples: for another reason, on the skin, or never taken
        | medicine                                                           |
        | "venlafaxine" (RxNorm 39786), for "Depression" (ICD-10-CM F33.1)   |
        | "duloxetine" (RxNorm 72625), for "Generalized anxiety" (ICD-10-CM F41.1) |
        | "venlafaxine" (RxNorm 39786), for "PTSD" (ICD-10-CM F43.12)        |
        | "amitriptyline" (RxNorm 704), for "Depression" (ICD-10-CM F33.1)   |
        | "amitriptyline 2 % cream" (RxNorm 704), topical                    |
        | "nortriptyline" (RxNorm 7531), by the route "dental"               |
        | "duloxetine" (RxNorm 72625), cancelled                             |
        | "duloxetine" (RxNorm 72625), entered in error                      |
        | "duloxetine" (RxNorm 72625), as a plan                             |
        | "duloxetine" (RxNorm 72625), with the status reason "never started" |
        | "sertraline" (RxNorm 36437)                                        |

    Scenario: Gabapentin for seizures
      Given he takes "gabapentin" (RxNorm 25480), for "Epilepsy" (ICD-10-CM G40.909)
      And he takes "duloxetine" (RxNorm 72625)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" speaks as info

    Scenario: An intolerance that was refuted
      Given he takes "duloxetine" (RxNorm 72625)
      And he is allergic to "gabapentin" (RxNorm 25480), refuted
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" speaks as info

    Scenario: A first choice that is only ordered now was not tried
      Given he takes "duloxetine" (RxNorm 72625)
      And an order for "gabapentin" (RxNorm 25480)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" speaks as info

  Rule: Other orders

    Scenario Outline: Ordered for <reason>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for <reason>
      Then rule "KET-STEP-PAIN" <says>

      Examples: only the neuropathic kinds
        | reason                                        | says           |
        | "Diabetic polyneuropathy" (ICD-10-CM E11.42)  | speaks as info |
        | "CRPS of the arm" (ICD-10-CM G90.51)          | speaks as info |
        | "neuropathic pain of the leg"                 | speaks as info |
        | "Fibromyalgia" (ICD-10-CM M79.7)              | stays silent   |
        | "Chronic pain syndrome" (ICD-10-CM G89.4)     | stays silent   |
        | "Depression" (ICD-10-CM F33.2)                | stays silent   |

    Scenario: No reason on the order, and neuropathic pain in the chart
      Given he has "Trigeminal neuralgia" (SNOMED 31681005)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-STEP-PAIN" speaks as info

    Scenario: No reason on the order, and depression in the chart as well
      Given he has "Trigeminal neuralgia" (SNOMED 31681005)
      And he has "Depression" (ICD-10-CM F33.1)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient
      Then rule "KET-STEP-PAIN" stays silent

    Scenario: Topical ketamine
      When the clinician signs an order for "ketamine 10 % cream", topical, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" stays silent

    Scenario: Ordered for an anaesthetic in the same visit
      Given the visit is an inpatient visit
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" stays silent

  Rule: What is not known is not told

    Scenario Outline: The <kind> were not loaded
      Given the <kind> were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" is not evaluated because "<missing>" is missing

      Examples:
        | kind                 | missing            |
        | medication orders    | MedicationRequest  |
        | medication dispenses | MedicationDispense |
        | allergies            | AllergyIntolerance |

    Scenario: A medicine of the past that nobody can name
      Given he takes "nerve pill", stopped
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, for an outpatient, for "Postherpetic neuralgia" (ICD-10-CM B02.29)
      Then rule "KET-STEP-PAIN" is not evaluated because "what" is missing
