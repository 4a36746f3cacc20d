//! What the commands say of why answers wait on a tablet, and what can be done about it.

use trykk_shared::waiting::Waiting;

/// Why answers wait, and what to do.
pub fn explain_waiting(reason: Waiting) -> &'static str {
    match reason {
        Waiting::Unreachable => {
            "the hub cannot be reached; look whether the tablet is on the network, and whether the hub runs"
        }
        Waiting::Certificate => {
            "what answers at the hub's address cannot prove that it is the hub; look at the address, and enrol the tablet again if the hub was set up anew"
        }
        Waiting::Outdated => "the tablet and the hub speak no common protocol; update the older of the two",
        Waiting::Unknown => "the hub does not know this tablet, or counted without it; enrol it again",
        Waiting::InReview => "the hub was restored from a backup, and waits for its administrator",
        Waiting::HubFails => "the hub answers, and cannot take anything at the moment; look at its log",
        Waiting::OtherQuestions => {
            "the round has another key or other questions than when this tablet first saw it; tell the safety rep and the process guide"
        }
        Waiting::OtherWard => {
            "the hub believes this tablet at another ward; enrol it again with a link of the ward where it stands"
        }
        Waiting::Copied => "a copy of this tablet talks to the hub too; enrol this one again",
        Waiting::Elsewhere => {
            "some belong to a round that the hub does not tell this tablet of; enrol it once with a link of the ward where they were given"
        }
        Waiting::Full => {
            "the hub has taken as many sheets from this tablet as it may deliver; if it was enrolled anew, let its old name be retired, otherwise tell the process guide"
        }
        Waiting::TooLate => "the round was counted before they came, and they are not in it; tell the process guide",
        Waiting::Unreadable => "the hub cannot read some of them; tell the process guide",
        Waiting::Answering => "somebody is still answering",
        Waiting::Slot => "they leave at the next slot, which is drawn already",
        Waiting::InTime => "until more people have answered, or until the round is closed for good",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_reason_is_said_in_words_of_its_own() {
        let said: BTreeSet<&str> = Waiting::ALL.into_iter().map(explain_waiting).collect();
        assert_eq!(said.len(), Waiting::ALL.len());
        // Where somebody has to do something, it says what.
        for reason in Waiting::ALL.into_iter().filter(|reason| *reason < Waiting::Answering) {
            let words = explain_waiting(reason);
            assert!(words.contains("; ") || words.contains(", and waits for"), "{words}");
        }
    }
}
