//! What a browser leaves as files: pages on paper, and what it downloads.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::browser::Browser;

/// A PDF: what stands in it, and on which sheets.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its words, with one blank between two.
    pub text: String,
    /// How many pages it has.
    pub pages: u32,
    /// How wide and how high its first page is, in whole millimetres.
    pub size: (u32, u32),
}

/// What a program of poppler's says of a file.
#[track_caller]
fn ask(program: &str, file: &Path, rest: &[&str]) -> String {
    let said = Command::new(program).arg(file).args(rest).output();
    let said = said.unwrap_or_else(|error| panic!("{program}: {error}; scripts/packages.sh names its package"));
    assert!(
        said.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&said.stderr)
    );
    String::from_utf8(said.stdout).unwrap()
}

impl Paper {
    /// Reads a PDF.
    #[track_caller]
    pub fn read(file: &Path) -> Self {
        let text = ask("pdftotext", file, &["-"]);
        let facts = ask("pdfinfo", file, &[]);
        let fact = |name: &str| {
            let line = facts.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {facts}")).trim().to_owned()
        };
        let size = fact("Page size:");
        // In points, of which an inch has 72.
        let mut sides = size.split(' ').filter_map(|word| word.parse::<f64>().ok());
        let mut side = || (sides.next().expect("a side") / 72.0 * 25.4).round() as u32;
        Paper {
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            pages: fact("Pages:").parse().unwrap(),
            size: (side(), side()),
        }
    }
}

impl Browser {
    /// Prints the page that is open, on the paper that its style sheet asks for, as whoever presses "print" gets it.
    #[track_caller]
    pub fn print(&self, file: &Path) -> Paper {
        let printed = self.devtools(
            "Page.printToPDF",
            json!({ "preferCSSPageSize": true, "printBackground": true }),
        );
        let printed = data_encoding::BASE64.decode(printed["data"].as_str().expect("a PDF").as_bytes());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, printed.unwrap()).unwrap();
        Paper::read(file)
    }

    /// Clicks on a link to a file, and waits until the file is there, whole, in `folder`, which is empty before.
    #[track_caller]
    pub fn download(&self, css: &str, folder: &Path) -> PathBuf {
        fs::create_dir_all(folder).unwrap();
        assert!(fs::read_dir(folder).unwrap().next().is_none(), "{folder:?} is empty");
        let there = json!({ "behavior": "allow", "downloadPath": folder });
        self.devtools("Browser.setDownloadBehavior", there);
        self.tick(css);
        self.wait_for("the file", || {
            let mut names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
            // What is not whole yet has another name.
            names.find(|path| {
                let name = path.file_name().unwrap().to_string_lossy();
                !name.starts_with('.') && !name.ends_with(".crdownload")
            })
        })
    }
}
