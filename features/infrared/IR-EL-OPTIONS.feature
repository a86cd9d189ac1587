@IR-EL-OPTIONS
Feature: Ketamine and light options side by side
  Opening a chart brings one note that lays out what may be considered, what not and why, and what cannot be judged. It
  comes only with a present reason to think of an option, and never beside a red flag.

  Background:
    Given the service date is 2026-11-20
    And a 49-year-old man

  Rule: Each option says how it stands

    Scenario: Light for back pain may be considered
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      When the clinician opens the chart
      Then rule "IR-EL-OPTIONS" speaks as info
      And exactly 1 card is shown
      And the card "IR-EL-CLBP" says "may be considered; certainty that it helps: low"
      And the card "IR-EL-CLBP" says "Against: a trial of 148 people"
      And the card "IR-EL-CLBP" says "First: exercise, education and physiotherapy"

    Scenario: Exercise has not been offered
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      When the clinician opens the chart
      Then an info card "IR-EL-OPTIONS" is shown
      And the card "IR-EL-OPTIONS" says "not now: exercise or education has not been offered"
      And the card "IR-EL-OPTIONS" says "doing nothing among them"
      And rule "IR-EL-CLBP" stays silent

    Scenario: What was offered is not known
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And the procedures were not loaded
      When the clinician opens the chart
      Then an info card "IR-EL-OPTIONS" is shown
      And the card "IR-EL-OPTIONS" says "cannot be judged: not known is whether exercise or education has not been offered"

    Scenario: A photodynamic drug stands against it
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he had "supervised exercise programme", 3 months ago
      And he was given "porfimer" (RxNorm 333848), 12 days ago
      When the clinician opens the chart
      Then an info card "IR-EL-OPTIONS" is shown
      And the card "IR-EL-OPTIONS" says "not now: a contraindication or a red flag is recorded"

  Rule: Without a present reason there is no note

    Scenario: Depression alone brings no evidence on light
      Given he has "Treatment resistant depression" (SNOMED 1153570009), since 2 years ago
      And his "PHQ-9" (LOINC 44261-6) is 19 {score}, 10 days ago
      When the clinician opens the chart
      Then the card "IR-EL-OPTIONS" says "Referral for esketamine in treatment-resistant depression"
      And the card "IR-EL-OPTIONS" does not say "laser"

    Scenario: Nothing in the record
      When the clinician opens the chart
      Then rule "IR-EL-OPTIONS" stays silent
      And no cards are shown

    Scenario Outline: <what>
      Given he has <problem>
      And his "Pain severity" (LOINC 72514-3) is <score> {score}, 11 days ago
      When the clinician opens the chart
      Then rule "IR-EL-OPTIONS" stays silent

      Examples:
        | what                    | problem                                                       | score |
        | Pain below four         | "Chronic low back pain" (SNOMED 278860009), since 4 years ago | 3     |
        | Back pain that is over  | "Chronic low back pain" (SNOMED 278860009), resolved          | 6     |
        | Back pain never he had  | "Chronic low back pain" (SNOMED 278860009), refuted           | 6     |
        | Another disease         | "Type 2 diabetes" (ICD-10-CM E11.9)                           | 6     |

    Scenario: Pain was not scored
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      When the clinician opens the chart
      Then rule "IR-EL-OPTIONS" stays silent

    Scenario: A red flag comes first
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he has "Cauda equina syndrome" (ICD-10-CM G83.4)
      When the clinician opens the chart
      Then rule "IR-EL-OPTIONS" stays silent
      And rule "IR-RF-CAUDA" speaks as warning

    Scenario: Light is in use already, and nothing else is to be weighed
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And a running order for the light device "near-infrared LED belt", to the "low back"
      When the clinician opens the chart
      Then rule "IR-EL-OPTIONS" stays silent

    Scenario: Light is in use already, beside a depression that resists treatment
      Given he has "Chronic low back pain" (SNOMED 278860009), since 4 years ago
      And his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And he has "Treatment resistant depression" (SNOMED 1153570009)
      And his "PHQ-9 total" (LOINC 44261-6) is 18 {score}, 3 days ago
      And a running order for the light device "near-infrared LED belt", to the "low back"
      When the clinician opens the chart
      Then rule "IR-EL-OPTIONS" speaks as info
      And the card "KET-EL-TRD" says "light is already in use"

  Rule: What is not known stays open

    Scenario: Conditions were not loaded
      Given his "Pain severity" (LOINC 72514-3) is 6 {score}, 11 days ago
      And the conditions were not loaded
      When the clinician opens the chart
      Then rule "IR-EL-OPTIONS" is not evaluated because "Condition" is missing
