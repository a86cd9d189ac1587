@KET-CI-ANEURYSM
Feature: Aneurysm or arteriovenous malformation and ketamine
  Ketamine and esketamine raise blood pressure, and a diseased vessel may rupture. A repaired vessel is a question for
  vascular surgery; a repair is read from the words of procedures.

  Background:
    Given the service date is 2026-11-20
    And a 61-year-old man

  Rule: Disease of a vessel is a contraindication

    Scenario: An abdominal aortic aneurysm on the problem list
      Given he has "Abdominal aortic aneurysm, infrarenal" (ICD-10-CM I71.43), since 2 years ago
      When the clinician signs an order for "esketamine" (RxNorm 2119365), nasal
      Then a critical card "KET-CI-ANEURYSM" is shown
      And the summary of the card "KET-CI-ANEURYSM" says "aortic aneurysm or dissection"
      And the card "KET-CI-ANEURYSM" rests on "Abdominal aortic aneurysm, infrarenal"
      And the card "KET-CI-ANEURYSM" matched "Abdominal aortic aneurysm, infrarenal" by code
      And the card "KET-CI-ANEURYSM" offers to remove the order for "esketamine"
      And the card "KET-CI-ANEURYSM" offers to order "Vascular surgery or neurosurgery opinion before ketamine or esketamine"
      And the card "KET-CI-ANEURYSM" says "choose a treatment that does not raise blood pressure"
      And the card "KET-CI-ANEURYSM" may be overridden because "specialist-agreed"
      And the card "KET-CI-ANEURYSM" may be overridden because "resolved-or-wrong-entry"
      And the card "KET-CI-ANEURYSM" cites evidence "E15"
      And the card "KET-CI-ANEURYSM" says "bars use with an aneurysm"

    Scenario Outline: Racemic ketamine as well: <problem>
      Given he has <problem>
      When the clinician selects an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-ANEURYSM" is shown

      Examples: I71.2 and I71.4 have five characters since October 2022
        | problem                                                         |
        | "Thoracic aortic aneurysm" (ICD-10-CM I71.2)                    |
        | "Aneurysm of the ascending aorta" (ICD-10-CM I71.21)            |
        | "Abdominal aortic aneurysm" (ICD-10-CM I71.4)                   |
        | "Abdominal aortic aneurysm" (ICD-10-CM I7140)                   |
        | "Dissection of thoracic aorta" (ICD-10-CM I71.01)               |
        | "Aortic aneurysm" (SNOMED 67362008)                             |
        | "Abdominal aortic aneurysm" (SNOMED 233985008)                  |
        | "Aneurysm of thoracic aorta" (SNOMED 433068007)                 |
        | "Ruptured aortic aneurysm" (SNOMED 73067008)                    |
        | "Dissection of aorta" (SNOMED 308546005)                        |
        | "Aneurysm of iliac artery" (ICD-10-CM I72.3)                    |
        | "Cerebral aneurysm, nonruptured" (ICD-10-CM I67.1)              |
        | "Intracranial aneurysm" (SNOMED 128609009)                      |
        | "Malformation of precerebral vessels" (ICD-10-CM Q28.0)         |
        | "Malformation of cerebral vessels" (ICD-10-CM Q28.2)            |
        | "Cerebral arteriovenous malformation" (SNOMED 234142008)        |
        | "Congenital intracranial malformation" (SNOMED 703221003)       |
        | "Arteriovenous malformation of vessel of limb" (ICD-10-CM Q27.32) |
        | "Congenital arteriovenous malformation" (SNOMED 234141001)      |
        | "Acquired arteriovenous malformation" (SNOMED 5251000119108)    |
        | "Nontraumatic subarachnoid hemorrhage" (ICD-10-CM I60.9)        |
        | "Subarachnoid hemorrhage" (SNOMED 21454007)                     |

    Scenario Outline: Which vessel it is: <problem>
      Given he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then the summary of the card "KET-CI-ANEURYSM" says "<words>"

      Examples:
        | problem                                            | words                         |
        | "Aortic aneurysm" (ICD-10-CM I71.9)                | aortic aneurysm or dissection |
        | "Cerebral aneurysm" (ICD-10-CM I67.1)              | a vessel of the head          |
        | "Subarachnoid hemorrhage" (SNOMED 21454007)        | a vessel of the head          |
        | "Aneurysm of splenic artery" (ICD-10-CM I72.8)     | aneurysm or arteriovenous     |

    Scenario Outline: A malformation that has <come back>
      Given he has "Cerebral arteriovenous malformation" (SNOMED 234142008), since 9 years ago, <come back>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" speaks as critical

      Examples:
        | come back |
        | recurred  |
        | relapsed  |

    Scenario Outline: "Rule out aneurysm" is written as <status>, and speaks one step lower
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-ANEURYSM" is shown
      And the card "KET-CI-ANEURYSM" says "one step lower"

      Examples:
        | status       |
        | provisional  |
        | differential |
        | unconfirmed  |

    Scenario Outline: An entry without a status, recorded <when>
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), without a status, recorded <when>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" speaks as <indicator>

      Examples: a vessel does not heal by itself; after 12 months one step lower
        | when         | indicator |
        | 364 days ago | critical  |
        | 365 days ago | critical  |
        | 366 days ago | warning   |
        | 12 years ago | warning   |

  Rule: A repaired vessel is a question for vascular surgery

    Scenario: Repaired after it was found
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), since 5 years ago
      And he had "Endovascular repair of abdominal aortic aneurysm", 3 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-ANEURYSM" is shown
      And the summary of the card "KET-CI-ANEURYSM" says "with a repair recorded (2023-11-20"
      And the card "KET-CI-ANEURYSM" rests on "Abdominal aortic aneurysm"
      And the card "KET-CI-ANEURYSM" rests on "Endovascular repair of abdominal aortic aneurysm"
      And the card "KET-CI-ANEURYSM" matched "Endovascular repair of abdominal aortic aneurysm" by name
      And the card "KET-CI-ANEURYSM" does not offer to remove the order
      And the card "KET-CI-ANEURYSM" offers "Ask vascular surgery or neurosurgery"

    Scenario Outline: How a repair is called: <procedure>
      Given he has <problem>, since 5 years ago
      And he had <procedure>, 3 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" speaks as <indicator>

      Examples: each kind of vessel has its own words
        | problem                                               | procedure                                             | indicator |
        | "Abdominal aortic aneurysm" (ICD-10-CM I71.4)         | "EVAR"                                                | warning   |
        | "Thoracic aortic aneurysm" (ICD-10-CM I71.2)          | "TEVAR with two stents"                               | warning   |
        | "Thoracic aortic aneurysm" (ICD-10-CM I71.2)          | "Replacement of ascending aorta"                      | warning   |
        | "Thoracic aortic aneurysm" (ICD-10-CM I71.2)          | "Open repair of aneurysm with graft"                  | warning   |
        | "Thoracic aortic aneurysm" (ICD-10-CM I71.2)          | "Aortic valve repair"                                 | critical  |
        | "Thoracic aortic aneurysm" (ICD-10-CM I71.2)          | "Clipping of cerebral aneurysm"                       | critical  |
        | "Thoracic aortic aneurysm" (ICD-10-CM I71.2)          | "Repair of popliteal aneurysm"                        | critical  |
        | "Thoracic aortic aneurysm" (ICD-10-CM I71.2)          | "Inguinal hernia repair"                              | critical  |
        | "Thoracic aortic aneurysm" (ICD-10-CM I71.2)          | "Attempted repair of aortic aneurysm, abandoned"      | critical  |
        | "Cerebral aneurysm" (ICD-10-CM I67.1)                 | "Clipping of aneurysm of middle cerebral artery"      | warning   |
        | "Cerebral aneurysm" (ICD-10-CM I67.1)                 | "Coil embolization of basilar aneurysm"               | warning   |
        | "Cerebral aneurysm" (ICD-10-CM I67.1)                 | "Repair of abdominal aortic aneurysm"                 | critical  |
        | "Malformation of cerebral vessels" (ICD-10-CM Q28.2)  | "Stereotactic radiosurgery of malformation"           | warning   |
        | "Subarachnoid hemorrhage" (SNOMED 21454007)           | "Coiling of intracranial aneurysm"                    | warning   |
        | "Aneurysm of popliteal artery" (ICD-10-CM I72.4)      | "Bypass of popliteal aneurysm"                        | warning   |
        | "Aneurysm of popliteal artery" (ICD-10-CM I72.4)      | "Repair of aortic aneurysm"                           | critical  |

    Scenario Outline: Found on <found>, repaired on <repaired>
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), since <found>
      And he had "EVAR", <repaired>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" speaks as <indicator>

      Examples: a repair before it began was of another aneurysm
        | found         | repaired      | indicator |
        | on 2024-03-02 | on 2024-03-01 | critical  |
        | on 2024-03-02 | on 2024-03-02 | warning   |
        | on 2024-03-02 | on 2024-03-03 | warning   |
        | in 2024       | on 2024-06-01 | critical  |
        | in 2024       | on 2025-01-01 | warning   |

    Scenario: A new aneurysm after the repair of another
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), since 9 years ago
      And he has "Thoracic aortic aneurysm" (ICD-10-CM I71.2), since 1 year ago
      And he had "EVAR", 8 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" speaks as critical

    Scenario Outline: A repair that is <status>
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), since 5 years ago
      And he had "EVAR", 3 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" speaks as critical

      Examples:
        | status           |
        | planned          |
        | not done         |
        | entered in error |

    Scenario: A repair without a date may have been before
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), since 5 years ago
      And he had "EVAR", without a date
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-ANEURYSM" is shown
      And the card "KET-CI-ANEURYSM" says "Said although not known: Procedure time"

    Scenario: A repair before an entry that only says when it was recorded
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), recorded 1 year ago
      And he had "EVAR", 3 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-ANEURYSM" is shown
      And the card "KET-CI-ANEURYSM" says "Said although not known: when"

    Scenario: Procedures were not loaded
      Given the procedures were not loaded
      And he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), since 5 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a critical card "KET-CI-ANEURYSM" is shown
      And the card "KET-CI-ANEURYSM" says "Said although not known: Procedure"

    Scenario Outline: An entry that is <status>
      Given he has <problem>, since 6 years ago, <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then a warning card "KET-CI-ANEURYSM" is shown
      And the summary of the card "KET-CI-ANEURYSM" says "in the past"
      And the card "KET-CI-ANEURYSM" does not offer to remove the order

      Examples: the rule's own text names the resolved one
        | problem                                           | status            |
        | "Abdominal aortic aneurysm" (ICD-10-CM I71.4)     | resolved          |
        | "Abdominal aortic aneurysm" (ICD-10-CM I71.4)     | inactive          |
        | "Abdominal aortic aneurysm" (ICD-10-CM I71.4)     | in remission      |
        | "Abdominal aortic aneurysm" (ICD-10-CM I71.4)     | until 2 years ago |
        | "Abdominal aortic aneurysm" (ICD-10-CM I71.4)     | said to be over   |
        | "Subarachnoid hemorrhage" (SNOMED 21454007)       | resolved          |
        | "Nontraumatic subarachnoid hemorrhage" (ICD-10-CM I60.7) | resolved   |

    Scenario: Resolved and provisional
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), resolved, provisional
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" speaks as info

  Rule: What does not count

    Scenario: Nothing of the kind
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" stays silent

    Scenario Outline: An entry that was <status>
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4), <status>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" stays silent

      Examples:
        | status           |
        | refuted          |
        | entered in error |

    Scenario Outline: <problem> is another thing
      Given he has <problem>
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" stays silent

      Examples: a dialysis fistula, an aneurysm of the heart's wall, a history, a screening
        | problem                                                               |
        | "Arteriovenous fistula, acquired" (ICD-10-CM I77.0)                   |
        | "Aneurysm of heart" (ICD-10-CM I25.3)                                 |
        | "Aortic atherosclerosis" (ICD-10-CM I70.0)                            |
        | "Occlusion of cerebral arteries" (ICD-10-CM I66.9)                    |
        | "Other congenital malformation of circulatory system" (ICD-10-CM Q28.8) |
        | "Nontraumatic intracerebral hemorrhage" (ICD-10-CM I61.9)             |
        | "Family history of ischemic heart disease" (ICD-10-CM Z82.49)         |
        | "Screening for abdominal aortic aneurysm" (ICD-10-CM Z13.6)           |

    Scenario: His father's aneurysm
      Given his father has "Abdominal aortic aneurysm" (ICD-10-CM I71.4)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" stays silent

    Scenario: A repair alone is no disease that is left
      Given he had "EVAR", 3 years ago
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" stays silent

    Scenario: Another patient's entry
      Given another patient has "Abdominal aortic aneurysm" (ICD-10-CM I71.4)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" is not evaluated because "Condition" is missing

  Rule: However the drug is ordered

    Scenario: As an esketamine session
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4)
      When the clinician signs an order for the service "esketamine visit" (HCPCS G2082)
      Then rule "KET-CI-ANEURYSM" speaks as critical

    Scenario: As a compounded troche without a code
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4)
      When the clinician signs an order for "ketamine troche 50 mg", sublingual, for the community
      Then rule "KET-CI-ANEURYSM" speaks as critical

  Rule: Out of scope

    Scenario: Topical ketamine
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4)
      When the clinician signs an order for "ketamine 10 % cream", topical
      Then rule "KET-CI-ANEURYSM" stays silent

    Scenario: An anaesthetic in the same visit
      Given the visit is an inpatient visit
      And he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4)
      And a running order for the service "general anaesthesia" (SNOMED 274507007), in this visit
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous, in this visit
      Then rule "KET-CI-ANEURYSM" stays silent

    Scenario: Another drug
      Given he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4)
      When the clinician signs an order for "ketorolac" (RxNorm 35827), intramuscular
      Then rule "KET-CI-ANEURYSM" stays silent

  Rule: What was not loaded, or cannot be compared, is not known

    Scenario: The problem list was not loaded
      Given the conditions were not loaded
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" is not evaluated because "Condition" is missing

    Scenario: A part that holds an aneurysm suffices
      Given only the first page of the conditions was loaded
      And he has "Abdominal aortic aneurysm" (ICD-10-CM I71.4)
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" speaks as critical

    Scenario: An entry in words only
      Given he has "AAA 4.2 cm, watchful waiting"
      When the clinician signs an order for "ketamine" (RxNorm 6130), intravenous
      Then rule "KET-CI-ANEURYSM" is not evaluated because "code" is missing
