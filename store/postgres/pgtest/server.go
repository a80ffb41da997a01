//go:build unix

// Package pgtest runs PostgreSQL, PgBouncer and an unkind network for tests. The
// programs are Debian's, or those on the PATH; a test is skipped with a line that says
// so where they are not installed, and fails in CI.
//
// A test package that uses it begins with
//
//	func TestMain(m *testing.M) { os.Exit(pgtest.Run(m)) }
package pgtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Server is a PostgreSQL of its own, with an empty database.
type Server struct {
	bin, dir string
	port     int
	settings []string // arguments
	process  *exec.Cmd
	ended    chan struct{}
	watch    io.Closer // ends the watch over this process
}

var shared struct {
	sync.Mutex
	server *Server
	err    error
	asked  bool
}

// Run runs the tests of a package, and stops the server that they shared.
func Run(m interface{ Run() int }) int {
	code := m.Run()
	shared.Lock()
	defer shared.Unlock()
	if shared.server != nil {
		shared.server.remove()
	}
	return code
}

// Shared returns the server that the tests of a package share.
func Shared(t testing.TB) *Server {
	t.Helper()
	s, err := Running()
	check(t, err)
	return s
}

// Running is Shared where there is no test. The error is IsMissing where PostgreSQL is
// not installed.
func Running() (*Server, error) {
	shared.Lock()
	defer shared.Unlock()
	if !shared.asked {
		shared.asked = true
		shared.server, shared.err = start()
	}
	return shared.server, shared.err
}

// IsMissing reports whether an error says that a program is not installed, which is one
// in CI.
func IsMissing(err error) bool { return errors.Is(err, errMissing) && os.Getenv("CI") != "true" }

// Start starts a server for one test, which may stop it. Settings are such as
// fsync=on.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	s, err := start(settings...)
	check(t, err)
	t.Cleanup(s.remove)
	return s
}

var errMissing = errors.New("is not installed (apt-get install postgresql-15 pgbouncer)")

func check(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case IsMissing(err):
		t.Skipf("NOT TESTED: %v", err)
	default:
		t.Fatal(err)
	}
}

// start makes a cluster and starts it. What makes PostgreSQL survive a power cut is
// switched off: tests end processes, not the machine.
func start(settings ...string) (*Server, error) {
	bin, err := find("pg_isready")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest-*")
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, dir: dir}
	for _, setting := range settings {
		s.settings = append(s.settings, "-c", setting)
	}
	if s.port, err = freePort(); err == nil {
		err = own(dir)
	}
	if err == nil {
		err = s.run("initdb", "-D", s.data(), "-U", "quo", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
	}
	if err == nil {
		err = s.outlive()
	}
	if err == nil {
		err = s.start()
	}
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	return s, nil
}

// outlive starts a shell that stops the server and removes its directory when this
// process has ended, however it ended.
func (s *Server) outlive() (err error) {
	watch := exec.CommandContext(context.Background(), "sh", "-c", `cat; kill -QUIT $(head -n 1 "$0/data/postmaster.pid"); rm -rf "$0"`, s.dir)
	if s.watch, err = watch.StdinPipe(); err != nil {
		return err
	}
	if err := watch.Start(); err != nil {
		return err
	}
	go func() { _ = watch.Wait() }()
	return nil
}

// find returns the directory of PostgreSQL's programs: that of the newest version, or
// the one on the PATH.
func find(program string) (dir string, err error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + program)
	if len(found) > 0 {
		slices.Sort(found)
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath(program)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return "", fmt.Errorf("%s %w", program, errMissing)
	}
	return filepath.Dir(path), nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// credential is who runs the programs, which refuse to be run by root.
func credential() *syscall.SysProcAttr {
	if os.Getuid() != 0 {
		return nil
	}
	uid, gid := 65534, 65534
	if u, err := user.Lookup("postgres"); err == nil {
		uid, _ = strconv.Atoi(u.Uid)
		gid, _ = strconv.Atoi(u.Gid)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

// own gives a directory to the one who runs the programs.
func own(dir string) error {
	attr := credential()
	if attr == nil {
		return nil
	}
	return os.Chown(dir, int(attr.Credential.Uid), int(attr.Credential.Gid))
}

// run runs a program to its end.
func (s *Server) run(program string, args ...string) error {
	cmd := exec.CommandContext(context.Background(), filepath.Join(s.bin, program), args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, credential()
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return nil
}

func (s *Server) start() error {
	args := append([]string{"-D", s.data(), "-p", strconv.Itoa(s.port), "-k", s.dir, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c",
		"max_connections=200", "-c", "log_min_messages=fatal"}, s.settings...)
	s.process = exec.CommandContext(context.Background(), filepath.Join(s.bin, "postgres"), args...)
	s.process.Dir, s.process.SysProcAttr = s.dir, credential()
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	s.process.Stdout, s.process.Stderr = log, log
	if err := s.process.Start(); err != nil {
		return err
	}
	s.ended = make(chan struct{})
	go func() { _ = s.process.Wait(); close(s.ended) }()
	deadline := time.Now().Add(20 * time.Second)
	for s.run("pg_isready", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.port), "-t", "1") != nil {
		select {
		case <-s.ended:
			text, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("postgres ended: %s", text)
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			text, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("postgres does not answer: %s", text)
		}
	}
	return nil
}

// Address returns the address of the server's database, to which a state's name can be
// added.
func (s *Server) Address() string { return address(s.port) }

func address(port int) string { return fmt.Sprintf("postgres://quo@127.0.0.1:%d/postgres", port) }

// Port returns the port of the server.
func (s *Server) Port() int { return s.port }

// Stop stops the server as pg_ctl stop -m immediate does: what is not committed is
// lost, and the next start recovers from the log.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	_ = s.process.Process.Signal(syscall.SIGQUIT)
	<-s.ended
}

// Restart starts the server again.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
}

func (s *Server) remove() {
	_ = s.process.Process.Signal(syscall.SIGQUIT)
	<-s.ended
	_ = os.RemoveAll(s.dir)
	_ = s.watch.Close()
}

// Bouncer starts a PgBouncer in transaction mode in front of the server, with fewer
// connections than it is asked for, and returns the address of the database behind it.
func (s *Server) Bouncer(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("pgbouncer")
	if err != nil {
		path = "/usr/sbin/pgbouncer"
	}
	if _, err := os.Stat(path); err != nil {
		check(t, fmt.Errorf("pgbouncer %w", errMissing))
	}
	dir, err := os.MkdirTemp("", "pgtest-*") //nolint:usetesting // the other user cannot read what is in t.TempDir
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	ini := fmt.Sprintf(`[databases]
* = host=127.0.0.1 port=%d
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
auth_type = trust
auth_file = %s/users
pool_mode = transaction
default_pool_size = 3
server_lifetime = 1
max_client_conn = 200
`, s.port, port, dir)
	files := map[string]string{"bouncer.ini": ini, "users": `"quo" ""` + "\n"}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.Background(), path, "-q", filepath.Join(dir, "bouncer.ini"))
	cmd.SysProcAttr = credential()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended })
	await(t, port, ended)
	return address(port)
}

// await waits until something listens at a port.
func await(t testing.TB, port int, ended <-chan struct{}) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		conn, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			_ = conn.Close()
			return
		}
		select {
		case <-ended:
			t.Fatal("it ended at once")
		case <-time.After(10 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

func freePort() (int, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
