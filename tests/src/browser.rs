//! A real browser for one test: Debian's headless chromium, driven through chromedriver. Everything ends on drop.
//!
//! It reaches loopback only, starts with an empty profile, and its calls wait: use it from plain tests, not from a
//! runtime. Scripts that it runs come from WebDriver and need no leave from a page's content security policy.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::str::FromStr;
use std::time::Duration;

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long anything may take before the test fails. Nothing is decided by it.
const LIMIT: Duration = Duration::from_secs(60);
/// How often something that is waited for is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// The height of the window; pictures show the whole page whatever it is.
const HEIGHT: u32 = 900;
/// Below this width the window is a telephone's.
const TELEPHONE: u32 = 600;
/// Deque's accessibility rules; see the folder's README.
const AXE: &str = include_str!("../vendor/axe-core/axe.min.js");

/// A browser with one window.
pub struct Browser {
    client: Option<Client>,
    runtime: Runtime,
    chromium: Option<u64>,
    _driver: Driver,
    profile: TempDir,
}

struct Driver {
    process: Child,
    /// What it says, kept open.
    _said: BufReader<ChildStdout>,
}

impl Drop for Driver {
    fn drop(&mut self) {
        kill_group(u64::from(self.process.id()));
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Kills a group of processes that this test started, by its id.
fn kill_group(id: u64) {
    let kill = format!("kill -s KILL -- -{id}");
    let _ = Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status();
}

/// A command that WebDriver itself does not know.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, driver: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        driver.join(&format!("session/{}/{}", session.unwrap_or(""), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

impl Browser {
    /// Starts chromedriver on a free port and a browser with an empty profile, 1280 px wide.
    pub fn start() -> Self {
        let profile = tempfile::Builder::new().prefix("trykk-browser-").tempdir().unwrap();
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .env("HOME", profile.path())
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_CACHE_HOME")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver does not start; scripts/packages.sh names its package");
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let port = started_on(&mut said);
        let driver = Driver { process, _said: said };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let client = runtime.block_on(
            ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities(profile.path()))
                .connect(&format!("http://127.0.0.1:{port}")),
        );
        let client = client.unwrap_or_else(|error| panic!("no browser: {error}"));
        let chromium = client
            .capabilities()
            .and_then(|granted| granted.get("goog:processID")?.as_u64());
        let browser = Browser {
            client: Some(client),
            runtime,
            chromium,
            _driver: driver,
            profile,
        };
        browser.width(1280);
        browser
    }

    fn client(&self) -> &Client {
        self.client.as_ref().unwrap()
    }

    /// Waits for one answer of the browser.
    #[track_caller]
    fn wait<R>(&self, answer: impl Future<Output = Result<R, fantoccini::error::CmdError>>) -> R {
        let answer = self
            .runtime
            .block_on(async { tokio::time::timeout(LIMIT, answer).await });
        let answer = answer.expect("the browser answers in time");
        answer.unwrap_or_else(|error| panic!("{error}"))
    }

    #[track_caller]
    fn extension(&self, path: &'static str, body: Value) -> Value {
        self.wait(self.client().issue_cmd(Extension { path, body }))
    }

    #[track_caller]
    pub(crate) fn devtools(&self, command: &str, params: Value) -> Value {
        self.extension("goog/cdp/execute", json!({ "cmd": command, "params": params }))
    }

    /// Makes the window this wide, in CSS pixels; a narrow one is a telephone with a touch screen.
    pub fn width(&self, px: u32) {
        let telephone = px < TELEPHONE;
        let metrics = json!({ "width": px, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": telephone });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics);
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": telephone }));
    }

    /// Opens an address, or a path on the site that is open.
    #[track_caller]
    pub fn goto(&self, address: &str) {
        self.wait(self.client().goto(address));
    }

    /// The path of the page that is open.
    pub fn path(&self) -> String {
        self.wait(self.client().current_url()).path().to_owned()
    }

    /// The answer's status for the page that is open.
    pub fn status(&self) -> u64 {
        let status = self.run(
            "return performance.getEntriesByType('navigation')[0].responseStatus",
            &[],
        );
        status.as_u64().unwrap_or(0)
    }

    /// What a person reads on the page.
    #[track_caller]
    pub fn text(&self) -> String {
        let text = self.run("return document.body.innerText", &[]);
        text.as_str().unwrap_or("").to_owned()
    }

    /// Writes into a field, by its name; what stood there is gone.
    #[track_caller]
    pub fn write(&self, field: &str, text: &str) {
        let css = format!("[name='{field}']:not([type=hidden])");
        self.wait(async {
            let element = self.client().find(Locator::Css(&css)).await?;
            element.clear().await?;
            element.send_keys(text).await
        });
    }

    /// Chooses in a list, by the field's name and the value of the choice.
    #[track_caller]
    pub fn choose(&self, field: &str, value: &str) {
        self.tick(&format!("select[name='{field}'] option[value='{value}']"));
    }

    /// Fills a field that is not typed into as it stands, a day above all: how one is typed hangs on the browser's language.
    #[track_caller]
    pub fn fill(&self, field: &str, value: &str) {
        let script =
            "const field = document.getElementsByName(arguments[0])[0]; field.value = arguments[1]; return field.value";
        let filled = self.run(script, &[json!(field), json!(value)]);
        assert_eq!(filled, value, "{field}");
    }

    /// What people read in everything that a CSS selector finds, folded or not.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent.trim())";
        serde_json::from_value(self.run(script, &[json!(css)])).unwrap()
    }

    /// Clicks on what a CSS selector finds first and stays on the page.
    #[track_caller]
    pub fn tick(&self, css: &str) {
        self.wait(async { self.client().find(Locator::Css(css)).await?.click().await });
    }

    /// Clicks on what a CSS selector finds first and waits for the page that it leads to.
    #[track_caller]
    pub fn press(&self, css: &str) {
        self.leave(|| self.tick(css));
    }

    /// Presses a key where the focus is.
    #[track_caller]
    pub fn key(&self, key: &str) {
        self.wait(async { self.client().active_element().await?.send_keys(key).await });
    }

    /// Presses a key and waits for the page that it leads to.
    #[track_caller]
    pub fn key_to_leave(&self, key: &str) {
        self.leave(|| self.key(key));
    }

    /// Loads the page again; a form that was sent is sent again.
    #[track_caller]
    pub fn reload(&self) {
        self.leave(|| self.wait(self.client().refresh()));
    }

    /// A cookie of the site that is open, by its name.
    #[track_caller]
    pub fn cookie(&self, name: &str) -> String {
        self.wait(self.client().get_named_cookie(name)).value().to_owned()
    }

    /// Waits until a script says that it is so, on this page or on one that it leads to by itself.
    #[track_caller]
    pub fn wait_until(&self, script: &str) {
        self.runtime.block_on(async {
            let look = async {
                while !matches!(self.client().execute(script, Vec::new()).await, Ok(Value::Bool(true))) {
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            };
            let waited = tokio::time::timeout(LIMIT, look).await;
            waited.unwrap_or_else(|_| panic!("it never came to be so: {script}"));
        });
    }

    /// Goes back, as with the browser's button.
    pub fn back(&self) {
        self.wait(self.client().back());
    }

    /// Does what leads to another page and waits until that is there.
    #[track_caller]
    fn leave(&self, step: impl FnOnce()) {
        self.run("window.isLeft = true", &[]);
        step();
        // While one page goes and the next comes, there may be none to ask.
        self.wait_until("return !window.isLeft && document.readyState === 'complete'");
    }

    /// Waits until something that the browser does beside its page is done.
    #[track_caller]
    pub(crate) fn wait_for<R>(&self, what: &str, mut look: impl FnMut() -> Option<R>) -> R {
        self.runtime.block_on(async {
            let looking = async {
                loop {
                    match look() {
                        Some(found) => return found,
                        None => tokio::time::sleep(LOOK_EVERY).await,
                    }
                }
            };
            tokio::time::timeout(LIMIT, looking)
                .await
                .unwrap_or_else(|_| panic!("{what} did not come"))
        })
    }

    /// Logs in on the site that is open.
    #[track_caller]
    pub fn log_in(&self, email: &str, password: &str) {
        self.goto("/log-in");
        self.write("email", email);
        self.write("password", password);
        self.press("form[action='/log-in'] button");
    }

    /// Logs out.
    #[track_caller]
    pub fn log_out(&self) {
        self.press("form[action='/log-out'] button");
    }

    /// Runs a script in the page and gives what it returns; a promise is waited for.
    #[track_caller]
    pub fn run(&self, script: &str, arguments: &[Value]) -> Value {
        self.wait(self.client().execute(script, arguments.to_vec()))
    }

    /// What the browser complained of since it was last asked, on every page: errors, warnings, what a policy stopped.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.extension("se/log", json!({ "type": "browser" }));
        let entries = log.as_array().cloned().unwrap_or_default();
        let worse = entries
            .iter()
            .filter(|entry| matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING")));
        worse
            .map(|entry| entry["message"].as_str().unwrap_or("").to_owned())
            .collect()
    }

    /// Asks axe-core for everything that keeps somebody out: WCAG 2.0 to 2.2, A and AA, and good practice. One line for
    /// each rule that the page breaks.
    #[track_caller]
    pub fn run_axe(&self) -> Vec<String> {
        if self.run("return window.axe === undefined", &[]) == true {
            self.run(AXE, &[]);
        }
        let tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
        // Style sheets need not be fetched once more: that would be a request that no page makes.
        let options = json!({
            "runOnly": { "type": "tag", "values": tags },
            "resultTypes": ["violations"],
            "preload": false,
        });
        let script = "return axe.run(document, arguments[0]).then(found => found.violations.map(one => \
                      `${one.id}: ${one.help} (${one.nodes.slice(0, 5).map(node => node.target.join(' ')).join(', ')})`))";
        let found = self.run(script, &[options]);
        let found = found.as_array().expect("axe ran").iter();
        found.map(|line| line.as_str().unwrap_or("").to_owned()).collect()
    }

    /// A picture of the whole page, as PNG.
    #[track_caller]
    pub fn picture(&self, file: &Path) {
        let size = self.devtools("Page.getLayoutMetrics", json!({}));
        let size = &size["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let how = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let taken = self.devtools("Page.captureScreenshot", how);
        let taken = data_encoding::BASE64.decode(taken["data"].as_str().expect("a picture").as_bytes());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, taken.unwrap()).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let client = self.client.take();
        let close = async {
            if let Some(client) = client {
                let _ = tokio::time::timeout(LIMIT, client.close()).await;
            }
        };
        self.runtime.block_on(close);
        // Chromium leads a group of its own. It is gone already, unless it hung: then it still names our profile.
        let profile = self.profile.path().as_os_str().as_encoded_bytes();
        let hung = self.chromium.filter(|id| {
            let words = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
            words.windows(profile.len()).any(|part| part == profile)
        });
        hung.into_iter().for_each(kill_group);
    }
}

/// The port that chromedriver says it took.
fn started_on(said: &mut BufReader<ChildStdout>) -> u16 {
    let mut all = String::new();
    loop {
        let from = all.len();
        let read = said.read_line(&mut all).unwrap();
        assert!(read > 0, "chromedriver did not start: {all}");
        let port = all[from..].split("started successfully on port ").nth(1);
        if let Some(port) = port.and_then(|rest| rest.trim().trim_end_matches('.').parse().ok()) {
            return port;
        }
    }
}

fn capabilities(profile: &Path) -> Map<String, Value> {
    let profile = format!("--user-data-dir={}", profile.join("profile").display());
    let flags = [
        "--headless",
        // As root and in a container there is no sandbox; only our own pages are opened.
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--font-render-hinting=none",
        // Nothing but loopback is asked for anything.
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-proxy-server",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        &profile,
    ];
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": flags },
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": 60_000, "pageLoad": 60_000 },
    });
    match capabilities {
        Value::Object(capabilities) => capabilities,
        _ => Map::new(),
    }
}
