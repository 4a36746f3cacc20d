//! Reading aloud: espeak-ng, a program of its own beside the window. It gets words by its standard input, so that no list of processes
//! tells which question somebody is at, and nothing but what is printed on the screen: what somebody writes never comes here.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use trykk_shared::language::Language;

/// The program.
const PROGRAM: &str = "espeak-ng";
/// Where the system lists what sounds.
const SOUND_DEVICES: &str = "/dev/snd";
/// Words a minute: calmer than the program's own 175.
const WORDS_A_MINUTE: &str = "150";
/// No screen has so much; a pipe takes it at once, so that writing into it never waits for the program.
const MOST_BYTES: usize = 16 * 1024;

/// In whose voice a language is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// One for this language.
    Own,
    /// That of bokmål: there is none for nynorsk, and who listens is told so.
    OfBokmal,
}

/// Why nothing can be read aloud here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSpeaker {
    /// The program is not there, or does not start.
    #[error("espeak-ng is not installed")]
    NoProgram,
    /// It knows none of our languages.
    #[error("espeak-ng has no voice for any of the languages")]
    NoVoice,
    /// The system has nothing that sounds.
    #[error("the system knows no sound card")]
    NoSoundCard,
}

/// Which of our languages there are voices for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Voices {
    nb: bool,
    nn: bool,
    en: bool,
}

impl Voices {
    /// From what the program says of its voices, one a line, the language in the second column.
    fn listed(listing: &str) -> Self {
        let has = |code: &str| {
            listing
                .lines()
                .skip(1)
                .filter_map(|line| line.split_whitespace().nth(1))
                .any(|found| found == code || found.strip_prefix(code).is_some_and(|rest| rest.starts_with('-')))
        };
        Voices {
            nb: has("nb"),
            nn: has("nn"),
            en: has("en"),
        }
    }

    /// The voice's name for the program, and whose it is.
    fn choose(self, language: Language) -> Option<(&'static str, Voice)> {
        match language {
            Language::Nb => self.nb.then_some(("nb", Voice::Own)),
            Language::Nn if self.nn => Some(("nn", Voice::Own)),
            Language::Nn => self.nb.then_some(("nb", Voice::OfBokmal)),
            Language::En => self.en.then_some(("en", Voice::Own)),
        }
    }
}

/// What reads aloud. It stops when it is dropped.
#[derive(Debug)]
pub struct Speaker {
    program: PathBuf,
    voices: Voices,
    /// What else the program is told; nothing on a tablet.
    more: Vec<OsString>,
    reading: Option<Child>,
}

impl Speaker {
    /// Looks for the program, its voices, and a sound card.
    ///
    /// # Errors
    /// Says what is missing.
    pub fn find() -> Result<Self, NoSpeaker> {
        if !can_sound(Path::new(SOUND_DEVICES)) {
            return Err(NoSpeaker::NoSoundCard);
        }
        Self::of(PROGRAM.into(), Vec::new())
    }

    /// This program, told this too.
    fn of(program: PathBuf, more: Vec<OsString>) -> Result<Self, NoSpeaker> {
        let listing = Command::new(&program).arg("--voices").stdin(Stdio::null()).output();
        let listing = listing.map_err(|_| NoSpeaker::NoProgram)?;
        let voices = Voices::listed(&String::from_utf8_lossy(&listing.stdout));
        if voices == Voices::default() {
            return Err(NoSpeaker::NoVoice);
        }
        Ok(Speaker {
            program,
            voices,
            more,
            reading: None,
        })
    }

    /// In which voice this language is read; none where there is no voice for it.
    pub fn voice(&self, language: Language) -> Option<Voice> {
        self.voices.choose(language).map(|(_, voice)| voice)
    }

    /// Reads aloud, beside whoever asked; what it read before ends.
    ///
    /// # Errors
    /// When the program does not start or does not take the words. Then it reads nothing.
    pub fn read(&mut self, language: Language, words: &str) -> io::Result<()> {
        self.stop();
        let Some((voice, _)) = self.voices.choose(language) else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let mut child = Command::new(&self.program)
            .args(["-v", voice, "-b", "1", "-s", WORDS_A_MINUTE, "--stdin"])
            .args(&self.more)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let written = child
            .stdin
            .take()
            .map_or(Ok(()), |mut input| input.write_all(prepare(words).as_bytes()));
        self.reading = Some(child);
        if written.is_err() {
            self.stop();
        }
        written
    }

    /// Whether it still reads.
    pub fn is_reading(&mut self) -> bool {
        let reads = self
            .reading
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)));
        if !reads {
            self.reading = None;
        }
        reads
    }

    /// Stops in the middle of a word.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.reading.take() {
            let _ = child.kill();
            // A sound card that hangs holds its program: nobody at the screen waits for that.
            let _ = std::thread::Builder::new()
                .name("aloud".into())
                .spawn(move || child.wait());
        }
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Whether the system has something that plays: a device `pcmC0D0p`.
fn can_sound(devices: &Path) -> bool {
    let there = fs::read_dir(devices).into_iter().flatten().flatten();
    there
        .filter_map(|entry| entry.file_name().into_string().ok())
        .any(|name| name.starts_with("pcm") && name.ends_with('p'))
}

/// Words as the program takes them: a line is a sentence, with a pause after it, and nothing in it is an instruction to the program.
fn prepare(words: &str) -> String {
    let mut prepared = String::with_capacity(words.len() + 64);
    for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) {
        // Between double brackets it takes letters for sounds.
        let plain = line.chars().map(|letter| match letter {
            '[' | ']' => ' ',
            letter if letter.is_control() => ' ',
            letter => letter,
        });
        let before = prepared.len();
        prepared.extend(plain);
        if prepared.len() + 2 > MOST_BYTES {
            prepared.truncate(before);
            break;
        }
        if !prepared.ends_with(['.', '?', '!', ':', '…']) {
            prepared.push('.');
        }
        prepared.push('\n');
    }
    prepared
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;
    use tempfile::tempdir;

    use super::*;

    const LISTING: &str = "Pty Language       Age/Gender VoiceName          File                 Other Languages\n \
        5  da              --/M      Danish             gmq/da               \n \
        2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)\n \
        5  nb              --/M      Norwegian_Bokmål  gmq/nb               (no 5)\n";

    #[test]
    fn a_language_is_read_in_its_own_voice_and_nynorsk_in_that_of_bokmal() {
        let voices = Voices::listed(LISTING);
        assert_eq!(voices.choose(Language::Nb), Some(("nb", Voice::Own)));
        assert_eq!(voices.choose(Language::Nn), Some(("nb", Voice::OfBokmal)));
        assert_eq!(voices.choose(Language::En), Some(("en", Voice::Own)));
        let line = |language: &str| format!("Pty Language\n 5  {language}  --/M  Name  file\n");
        assert_eq!(Voices::listed(&line("enm")), Voices::default(), "another language");
        assert_eq!(Voices::listed("Pty nb\n"), Voices::default(), "that is the heading");
        let nynorsk = Voices::listed(&line("nn"));
        assert_eq!(nynorsk.choose(Language::Nn), Some(("nn", Voice::Own)));
        assert_eq!(nynorsk.choose(Language::Nb), None);
        assert_eq!(nynorsk.choose(Language::En), None);
    }

    #[test]
    fn what_is_missing_is_named() {
        let of = |program: &str| Speaker::of(program.into(), Vec::new()).map(drop);
        assert_eq!(of("no-such-program-anywhere"), Err(NoSpeaker::NoProgram));
        assert_eq!(of("true"), Err(NoSpeaker::NoVoice));
        let folder = tempdir().unwrap();
        assert!(!can_sound(folder.path()) && !can_sound(Path::new("/nowhere/at/all")));
        for (name, sounds) in [("timer", false), ("pcmC0D0c", false), ("pcmC0D0p", true)] {
            fs::write(folder.path().join(name), "").unwrap();
            assert_eq!(can_sound(folder.path()), sounds, "{name}");
        }
    }

    /// A real espeak-ng, into a file in place of a sound card.
    fn into_file(file: &Path) -> Speaker {
        let more = vec!["-w".into(), file.into()];
        Speaker::of(PROGRAM.into(), more).expect("espeak-ng is installed")
    }

    /// How long it sounds, in seconds.
    fn seconds_of(file: &Path) -> f64 {
        let sound = fs::read(file).unwrap();
        assert!(sound.starts_with(b"RIFF") && &sound[8..12] == b"WAVE");
        let a_second = u32::from_le_bytes(sound[28..32].try_into().unwrap());
        (sound.len() - 44) as f64 / f64::from(a_second)
    }

    #[test]
    fn a_real_voice_reads_a_question_and_its_answers_in_each_language() {
        let folder = tempdir().unwrap();
        let words = [
            (
                Language::Nb,
                "Jeg får vite det når planene endres\nSjelden\nAv og til\nOfte",
            ),
            (
                Language::Nn,
                "Eg får vite det når planane blir endra\nSjeldan\nAv og til\nOfte",
            ),
            (Language::En, "I am told when plans change\nRarely\nNow and then\nOften"),
        ];
        for (language, words) in words {
            let (short, whole) = (folder.path().join("short.wav"), folder.path().join("whole.wav"));
            for (file, words) in [(&short, "Ja"), (&whole, words)] {
                let mut speaker = into_file(file);
                assert!(speaker.voice(language).is_some());
                speaker.read(language, words).unwrap();
                // It comes to its end by itself.
                let status = speaker.reading.as_mut().unwrap().wait().unwrap();
                assert!(status.success() && !speaker.is_reading());
            }
            let (short, whole) = (seconds_of(&short), seconds_of(&whole));
            assert!(
                whole > 3.0 && whole > 3.0 * short,
                "{language}: {short} and {whole} seconds"
            );
        }
    }

    #[test]
    fn what_is_read_stands_in_no_list_of_processes_and_ends_when_it_is_told_to() {
        let folder = tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        // Nobody reads from it, so that the program never ends by itself.
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
        let mut speaker = into_file(&pipe);
        let secret = "Skjellsordet";
        speaker.read(Language::Nb, secret).unwrap();
        let child = speaker.reading.as_ref().unwrap().id();
        let told = fs::read(format!("/proc/{child}/cmdline")).unwrap();
        let told = String::from_utf8_lossy(&told).into_owned();
        assert!(!told.contains(secret), "{told}");
        assert!(speaker.is_reading());
        // Another one takes its place, and then none does.
        speaker.read(Language::En, secret).unwrap();
        assert!(speaker.is_reading());
        let second = speaker.reading.as_ref().unwrap().id();
        assert_ne!(child, second);
        speaker.stop();
        assert!(!speaker.is_reading());
        speaker.read(Language::Nb, secret).unwrap();
        let third = speaker.reading.as_ref().unwrap().id();
        drop(speaker);
        for child in [child, second, third] {
            wait_until_gone(child);
        }
    }

    /// Gone, or dead and not yet buried.
    fn wait_until_gone(child: u32) {
        let is_there = || {
            let status = fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
            status.contains(") ") && !status.contains(") Z")
        };
        // The kernel ends it by itself: only how soon is not said.
        for _ in 0..1000 {
            if !is_there() {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{child} still reads");
    }

    proptest! {
        #[test]
        fn words_come_as_sentences_and_never_as_instructions(words in "(?s)([a-zæøå\\[\\]\u{0}-\u{1f} .?:-]|\n){0,400}") {
            let prepared = prepare(&words);
            prop_assert!(!prepared.contains("[["));
            prop_assert!(prepared.len() <= MOST_BYTES);
            for line in prepared.split_terminator('\n') {
                prop_assert!(line.ends_with(['.', '?', '!', ':', '…']), "{line:?}");
                prop_assert!(!line.chars().any(char::is_control));
            }
            let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).collect::<String>();
            prop_assert_eq!(letters(&prepared), letters(&words), "every word is read");
        }
    }

    #[test]
    fn a_text_without_end_is_cut_at_a_line() {
        let long = "Et spørsmål om hvordan det er\n".repeat(2000);
        let prepared = prepare(&long);
        assert!(prepared.len() <= MOST_BYTES && prepared.ends_with("er.\n"));
    }
}
