//! A touchscreen that nobody sees: a real X server with a dummy screen, and a touch device fed over a socket.
//!
//! The device is the server's own `inputtest` driver; its messages are those of `xf86-input-inputtest-protocol.h`,
//! version 1.1. What it sends reaches programs as XInput 2 touch, like any finger.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, ImageFormat, MapState};
use x11rb::rust_connection::RustConnection;

use crate::picture::Picture;

/// How long the server may take to come up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many values a message has room for.
const VALUATORS: usize = 64;
/// The device's largest coordinate.
const RANGE: f64 = 65535.0;
/// The kinds of messages, and of what a finger does.
const WAIT_FOR_SYNC: u32 = 1;
const TOUCH: u32 = 6;
const TOUCH_BEGIN: u32 = 18;
const TOUCH_UPDATE: u32 = 19;
const TOUCH_END: u32 = 20;

/// A screen with fingers on it, and a window manager that lets a window fill it. Both end on drop.
pub struct Touchscreen {
    server: Child,
    /// None on a bare server.
    manager: Option<Child>,
    fingers: UnixStream,
    connection: RustConnection,
    root: u32,
    display: String,
    width: u16,
    height: u16,
    _folder: TempDir,
}

impl Drop for Touchscreen {
    fn drop(&mut self) {
        for process in self.manager.iter_mut().chain([&mut self.server]) {
            let _ = process.kill();
            let _ = process.wait();
        }
        // Killed, it cannot tidy up after itself; another one may have taken its number meanwhile.
        let number = self.display.trim_start_matches(':');
        let lock = format!("/tmp/.X{number}-lock");
        let held_by = fs::read_to_string(&lock).unwrap_or_default();
        if held_by.trim() == self.server.id().to_string() {
            let _ = fs::remove_file(format!("/tmp/.X11-unix/X{number}"));
            let _ = fs::remove_file(lock);
        }
    }
}

impl Touchscreen {
    /// Starts a server of its own with a screen of this size, in pixels.
    ///
    /// # Panics
    /// When the X server is missing or does not come up.
    pub fn start(width: u16, height: u16) -> Self {
        Self::start_with(true, width, height)
    }

    /// The same without a window manager.
    ///
    /// # Panics
    /// When the X server is missing or does not come up.
    pub fn bare(width: u16, height: u16) -> Self {
        Self::start_with(false, width, height)
    }

    fn start_with(managed: bool, width: u16, height: u16) -> Self {
        let folder = tempfile::Builder::new().prefix("trykk-x-").tempdir().unwrap();
        let config = folder.path().join("xorg.conf");
        fs::write(&config, configuration(folder.path(), width, height)).unwrap();
        // The server picks a number that is free and says which.
        let mut server = Command::new("Xorg")
            .args([
                "-displayfd",
                "1",
                "-noreset",
                "-nolisten",
                "tcp",
                "-novtswitch",
                "-sharevts",
                "-keeptty",
            ])
            .arg("-config")
            .arg(&config)
            .arg("-logfile")
            .arg(folder.path().join("xorg.log"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xorg is installed");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut number)
            .unwrap();
        let display = format!(":{}", number.trim());
        assert!(
            display.len() > 1,
            "the X server did not come up: {}",
            fs::read_to_string(folder.path().join("xorg.log")).unwrap_or_default()
        );
        let (connection, screen) = x11rb::connect(Some(&display)).unwrap();
        let root = connection.setup().roots[screen].root;
        let fingers = connect(&folder.path().join("touch"));
        let manager = managed.then(|| {
            Command::new("openbox")
                .env("DISPLAY", &display)
                .env("HOME", folder.path())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("openbox is installed")
        });
        let mut touchscreen = Touchscreen {
            server,
            manager,
            fingers,
            connection,
            root,
            display,
            width,
            height,
            _folder: folder,
        };
        // The version that this speaks; the server answers with its own.
        touchscreen.send(0, &[1, 0, 1, 0]);
        touchscreen.reply(12);
        if managed {
            touchscreen.wait_for_manager();
        }
        touchscreen
    }

    fn wait_for_manager(&self) {
        let name = self.connection.intern_atom(false, b"_NET_SUPPORTING_WM_CHECK").unwrap();
        let name = name.reply().unwrap().atom;
        let begun = Instant::now();
        loop {
            let asked = self
                .connection
                .get_property(false, self.root, name, AtomEnum::WINDOW, 0, 1);
            if asked.unwrap().reply().is_ok_and(|property| property.value_len == 1) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "no window manager came up");
            sleep(Duration::from_millis(20));
        }
    }

    /// The display's name, for `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// A finger lands, in pixels.
    pub fn down(&mut self, finger: u32, at: (f32, f32)) {
        self.touch(finger, TOUCH_BEGIN, at);
    }

    /// A finger that lies on the glass moves.
    pub fn slide(&mut self, finger: u32, to: (f32, f32)) {
        self.touch(finger, TOUCH_UPDATE, to);
    }

    /// A finger lifts.
    pub fn up(&mut self, finger: u32, at: (f32, f32)) {
        self.touch(finger, TOUCH_END, at);
    }

    /// Where the windows are that can be seen, and how large: x, y, width, height.
    pub fn windows(&self) -> Vec<(i16, i16, u16, u16)> {
        let tree = self.connection.query_tree(self.root).unwrap().reply().unwrap();
        let place = |window: &u32| {
            let shown = self.connection.get_window_attributes(*window).ok()?.reply().ok()?;
            let place = self.connection.get_geometry(*window).ok()?.reply().ok()?;
            (shown.map_state == MapState::VIEWABLE).then_some((place.x, place.y, place.width, place.height))
        };
        tree.children.iter().filter_map(place).collect()
    }

    /// What stands on the screen.
    pub fn picture(&self) -> Picture {
        let bytes = self.rows(0, self.height);
        Picture::from_bgrx(u32::from(self.width), u32::from(self.height), &bytes)
    }

    /// What stands on one line of it, as the server has it.
    pub fn line(&self, y: u16) -> Vec<u8> {
        self.rows(y, 1)
    }

    fn rows(&self, first: u16, count: u16) -> Vec<u8> {
        let first = first.cast_signed();
        let asked = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, 0, first, self.width, count, !0);
        asked.unwrap().reply().unwrap().data
    }

    fn touch(&mut self, finger: u32, what: u32, (x, y): (f32, f32)) {
        let mut values = [0.0; VALUATORS];
        values[0] = f64::from(x) * RANGE / f64::from(self.width);
        values[1] = f64::from(y) * RANGE / f64::from(self.height);
        let mut message = Vec::new();
        message.extend(finger.to_ne_bytes());
        message.extend(what.to_ne_bytes());
        // No unaccelerated values; the first two values are set.
        message.extend(0u32.to_ne_bytes());
        message.extend([0b11, 0, 0, 0, 0, 0, 0, 0]);
        // The values lie at a multiple of eight.
        message.extend([0; 4]);
        message.extend(values.iter().flat_map(|value| value.to_ne_bytes()));
        message.extend([0; VALUATORS * 8]);
        self.send(TOUCH, &message);
        // The server has taken it in before anybody looks at the screen.
        self.send(WAIT_FOR_SYNC, &[]);
        self.reply(8);
    }

    fn send(&mut self, kind: u32, body: &[u8]) {
        let length = u32::try_from(8 + body.len()).unwrap();
        let mut message = Vec::new();
        message.extend(length.to_ne_bytes());
        message.extend(kind.to_ne_bytes());
        message.extend(body);
        self.fingers.write_all(&message).unwrap();
    }

    fn reply(&mut self, bytes: usize) {
        let mut reply = vec![0; bytes];
        self.fingers.read_exact(&mut reply).unwrap();
    }
}

fn connect(socket: &Path) -> UnixStream {
    let begun = Instant::now();
    loop {
        match UnixStream::connect(socket) {
            Ok(stream) => return stream,
            Err(error) => assert!(begun.elapsed() < PATIENCE, "no touch device: {error}"),
        }
        sleep(Duration::from_millis(20));
    }
}

/// The server's configuration. The timings of the mode are those of a plain 60 Hz screen; nothing is driven by them.
fn configuration(folder: &Path, width: u16, height: u16) -> String {
    let (width, height) = (u32::from(width), u32::from(height));
    let (line, frame) = (width + 400, height + 31);
    let clock = f64::from(line * frame * 60) / 1e6;
    let (touch, keys) = (folder.join("touch"), folder.join("keys"));
    format!(
        r#"Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "true"
  Option "AllowMouseOpenFail" "true"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "dummy"
  Driver "dummy"
  VideoRam 64000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
  Modeline "only" {clock:.2} {width} {} {} {line} {height} {} {} {frame}
EndSection
Section "Screen"
  Identifier "screen"
  Device "dummy"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "only"
    Virtual {width} {height}
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "touch"
  Driver "inputtest"
  Option "SocketPath" "{}"
  Option "DeviceType" "Touch"
  Option "TouchCount" "5"
EndSection
Section "InputDevice"
  Identifier "keys"
  Driver "inputtest"
  Option "SocketPath" "{}"
  Option "DeviceType" "Keyboard"
EndSection
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "touch"
  InputDevice "keys" "CoreKeyboard"
EndSection
"#,
        width + 72,
        width + 200,
        height + 3,
        height + 9,
        touch.display(),
        keys.display(),
    )
}
