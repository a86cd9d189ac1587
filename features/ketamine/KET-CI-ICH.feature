@KET-CI-ICH
Feature: Bleeding in the brain, ever, and ketamine
  The US esketamine label names a history of intracerebral haemorrhage, so this is the rule where a resolved entry speaks
  like an active one.

  Background:
    Given the service date is 2026-11-20
    And a 58-year-old woman

  Rule: Bleeding in the brain is a contraindication for ever

    Scenario: A bleeding years ago, resolved
      Given she has "Nontraumatic intracerebral hemorrhage" (ICD-10-CM I61.9), since 9 years ago, resolved
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal
      Then a critical card "KET-CI-ICH" is shown
      And the card "KET-CI-ICH" rests on "Nontraumatic intracerebral hemorrhage"
      And the card "KET-CI-ICH" matched "Nontraumatic intracerebral hemorrhage" by code
      And the card "KET-CI-ICH" offers to remove the order for "esketamine"
      And the card "KET-CI-ICH" offers to order "Neurology or stroke service opinion before ketamine or esketamine"
      And the card "KET-CI-ICH" says "however long ago"
      And the card "KET-CI-ICH" may be overridden because "resolved-or-wrong-entry"
      And the card "KET-CI-ICH" may be overridden because "specialist-agreed"
      And the card "KET-CI-ICH" cites evidence "E15"
      And the card "KET-CI-ICH" says "bars use after an intracerebral haemorrhage"

    Scenario Outline: <problem>
      Given she has <problem>
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-ICH" is shown

      Examples: the bleeding itself, and what it left behind
        | problem                                                                     |
        | "Cerebral hemorrhage" (SNOMED 274100004)                                    |
        | "Hemorrhage in hemisphere, subcortical" (ICD-10-CM I61.0)                   |
        | "Intraventricular hemorrhage" (ICD-10-CM I61.5)                             |
        | "Hemiplegia following intracerebral hemorrhage" (ICD-10-CM I69.151)         |
        | "Sequelae of nontraumatic intracerebral hemorrhage" (ICD-10-CM I69.10)      |

    Scenario Outline: An entry that is <status>
      Given she has "Cerebral hemorrhage" (SNOMED 274100004), since 20 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" speaks as critical

      Examples: whatever became of it
        | status             |
        | active             |
        | recurred           |
        | resolved           |
        | inactive           |
        | in remission       |
        | without a status   |
        | until 19 years ago |
        | said to be over    |
        | without a date     |

    Scenario Outline: An entry that is <status> speaks one step lower
      Given she has "Cerebral hemorrhage" (SNOMED 274100004), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-ICH" is shown
      And the card "KET-CI-ICH" says "one step lower"

      Examples:
        | status       |
        | provisional  |
        | differential |
        | unconfirmed  |

  Rule: Bleeding inside the skull asks where it was

    Scenario Outline: It is not said whether in the brain: <problem>
      Given she has <problem>, since 4 years ago, resolved
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-ICH" is shown
      And the summary of the card "KET-CI-ICH" says "find out where it was"
      And the card "KET-CI-ICH" does not offer to remove the order
      And the card "KET-CI-ICH" offers "Ask neurology or the stroke service"

      Examples:
        | problem                                                   |
        | "Nontraumatic subdural hemorrhage" (ICD-10-CM I62.00)     |
        | "Nontraumatic extradural hemorrhage" (ICD-10-CM I62.1)    |
        | "Intracranial hemorrhage" (ICD-10-CM I62.9)               |
        | "Intracranial hemorrhage" (SNOMED 1386000)                |

    Scenario: A provisional one is a note
      Given she has "Intracranial hemorrhage" (SNOMED 1386000), provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" speaks as info

    Scenario: Both kinds on the list
      Given she has "Intracranial hemorrhage" (SNOMED 1386000), resolved
      And she has "Nontraumatic intracerebral hemorrhage" (ICD-10-CM I61.9), resolved
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" speaks as critical

  Rule: A history without a name asks what it was

    Scenario: Past disease of the circulation
      Given she has "Personal history of other diseases of the circulatory system" (ICD-10-CM Z86.79)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then an info card "KET-CI-ICH" is shown
      And the card "KET-CI-ICH" says "make the entry say what it was"
      And the card "KET-CI-ICH" does not offer to remove the order

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" stays silent

    Scenario Outline: An entry that was <status>
      Given she has "Cerebral hemorrhage" (SNOMED 274100004), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" stays silent

      Examples:
        | status           |
        | refuted          |
        | entered in error |

    Scenario Outline: <problem> is another thing
      Given she has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" stays silent

      Examples: ischaemia, a bruise of the brain, the newborn; subarachnoid bleeding is the aneurysm rule's
        | problem                                                                        |
        | "Cerebral infarction" (ICD-10-CM I63.9)                                        |
        | "Sequelae of cerebral infarction" (ICD-10-CM I69.30)                           |
        | "Personal history of TIA and cerebral infarction" (ICD-10-CM Z86.73)           |
        | "Sequelae of subarachnoid hemorrhage" (ICD-10-CM I69.00)                       |
        | "Intraventricular hemorrhage of newborn" (ICD-10-CM P52.0)                     |
        | "Traumatic subdural hemorrhage" (ICD-10-CM S06.5X0A)                           |
        | "Nontraumatic subarachnoid hemorrhage" (ICD-10-CM I60.9)                       |
        | "Subarachnoid hemorrhage" (SNOMED 21454007)                                    |
        | "Family history of stroke" (ICD-10-CM Z82.3)                                   |

    Scenario: Subarachnoid bleeding speaks through the aneurysm rule
      Given she has "Subarachnoid hemorrhage" (SNOMED 21454007)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-ANEURYSM" is shown

    Scenario: Her mother's bleeding
      Given her mother has "Cerebral hemorrhage" (SNOMED 274100004)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" stays silent

    Scenario: Another patient's entry
      Given another patient has "Cerebral hemorrhage" (SNOMED 274100004)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" is not evaluated because "Condition" is missing

  Rule: However the drug is ordered

    Scenario: As an esketamine session
      Given she has "Cerebral hemorrhage" (SNOMED 274100004)
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-CI-ICH" speaks as critical

    Scenario: As a compounded troche without a code
      Given she has "Cerebral hemorrhage" (SNOMED 274100004)
      When the clinician signs an order for "ketamine troche 50 mg", sublingual, for the community
      Then rule "KET-CI-ICH" speaks as critical

  Rule: Out of scope

    Scenario: Topical ketamine
      Given she has "Cerebral hemorrhage" (SNOMED 274100004)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-ICH" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And she has "Cerebral hemorrhage" (SNOMED 274100004)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CI-ICH" stays silent

    Scenario: Another drug
      Given she has "Cerebral hemorrhage" (SNOMED 274100004)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CI-ICH" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" is not evaluated because "Condition" is missing

    Scenario: Only a part of the problem list was sent
      Given only the first page of the conditions was loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" is not evaluated because "Condition" is missing

    Scenario: A part that holds the bleeding suffices
      Given only the first page of the conditions was loaded
      And she has "Cerebral hemorrhage" (SNOMED 274100004), resolved
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" speaks as critical

    Scenario: An entry in words only
      Given she has "brain bleed 2011"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ICH" is not evaluated because "code" is missing
