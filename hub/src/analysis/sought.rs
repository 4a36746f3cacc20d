//! Which notes a guide wants to see: by prompt, by what they were given, by words. What is sought for is in forms alone, in no address and
//! kept nowhere.

use zeroize::Zeroizing;

use crate::analysis::codebook::Codebook;
use crate::analysis::sorting::Marks;

/// What a note was given, as far as it is sought for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Given {
    /// Nothing yet.
    #[default]
    Unsorted,
    /// Whatever it was.
    Anything,
    /// It was sorted, and fits no category.
    FitsNone,
    /// It is to be passed on.
    PassOn,
    /// This category.
    Category(String),
}

impl Given {
    /// As forms write it.
    pub fn name(&self) -> String {
        match self {
            Given::Unsorted => "unsorted".to_owned(),
            Given::Anything => "anything".to_owned(),
            Given::FitsNone => "fits-none".to_owned(),
            Given::PassOn => "pass-on".to_owned(),
            Given::Category(id) => format!("in:{id}"),
        }
    }

    /// What a form says; whatever says nothing seeks what is not sorted.
    pub fn from_name(name: &str) -> Self {
        match name {
            "anything" => Given::Anything,
            "fits-none" => Given::FitsNone,
            "pass-on" => Given::PassOn,
            name => match name.strip_prefix("in:") {
                Some(id) => Given::Category(id.to_owned()),
                None => Given::Unsorted,
            },
        }
    }
}

/// Which notes are sought.
#[derive(Clone, Default)]
pub struct Sought {
    /// Under this prompt, by its item's id; under any when it is empty.
    pub prompt: String,
    /// What they were given.
    pub given: Given,
    /// Every one of these words stands in them.
    pub words: Zeroizing<String>,
}

impl Sought {
    /// Whether a note is one of them.
    pub fn finds(&self, item: &str, text: &str, marks: &Marks, codebook: &Codebook) -> bool {
        let given = match &self.given {
            Given::Unsorted => !marks.is_sorted(codebook),
            Given::Anything => true,
            Given::FitsNone => marks.is_sorted(codebook) && codebook.categories().all(|one| !marks.has(&one.id)),
            Given::PassOn => marks.pass_on,
            Given::Category(id) => marks.has(id),
        };
        given && (self.prompt.is_empty() || self.prompt == item) && self.has_words(text)
    }

    fn has_words(&self, text: &str) -> bool {
        let text = Zeroizing::new(text.to_lowercase());
        let words = Zeroizing::new(self.words.to_lowercase());
        words.split_whitespace().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marks(ids: Option<&[&str]>, pass_on: bool) -> Marks {
        let categories = ids.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect());
        Marks { categories, pass_on }
    }

    #[test]
    fn notes_are_found_by_prompt_by_what_they_were_given_and_by_every_word() {
        let codebook = Codebook::built_in();
        let finds = |prompt: &str, given: &str, words: &str, marks: &Marks| {
            let sought = Sought {
                prompt: prompt.to_owned(),
                given: Given::from_name(given),
                words: words.to_owned().into(),
            };
            sought.finds("note-keep", "Vi HJELPER hverandre på Ærøy", marks, &codebook)
        };
        let (unsorted, none) = (marks(None, false), marks(Some(&[]), false));
        let (sorted, gone) = (marks(Some(&["tone"]), true), marks(Some(&["gone"]), false));
        assert!(finds("", "anything", "", &unsorted) && finds("note-keep", "anything", "", &sorted));
        assert!(!finds("note-improve", "anything", "", &sorted));
        assert!(finds("", "anything", "  ærøy hjelper ", &sorted) && !finds("", "anything", "ærøy sur", &sorted));
        for (given, found) in [
            ("unsorted", [true, false, false, true]),
            ("", [true, false, false, true]),
            ("fits-none", [false, true, false, false]),
            ("pass-on", [false, false, true, false]),
            ("in:tone", [false, false, true, false]),
            ("in:roles", [false, false, false, false]),
        ] {
            let all = [&unsorted, &none, &sorted, &gone];
            assert_eq!(all.map(|marks| finds("", given, "", marks)), found, "{given}");
        }
    }

    proptest! {
        #[test]
        fn what_a_form_says_comes_back(id in "[a-z0-9-]{1,40}") {
            for given in [Given::Unsorted, Given::Anything, Given::FitsNone, Given::PassOn, Given::Category(id.clone())] {
                prop_assert_eq!(Given::from_name(&given.name()), given);
            }
        }

        /// More words find no more notes.
        #[test]
        fn more_words_find_no_more(text in "[a-zæøå ]{0,30}", one in "[a-zæøå ]{0,6}", other in "[a-zæøå ]{0,6}") {
            let finds = |words: String| Sought { words: words.into(), given: Given::Anything, ..Sought::default() }
                .finds("note-keep", &text, &Marks::default(), &Codebook::built_in());
            let both = format!("{one} {other}");
            prop_assert!(!finds(both) || (finds(one.clone()) && finds(other.clone())));
        }
    }
}
