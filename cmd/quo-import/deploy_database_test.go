//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/cmd/quo-import/internal/term"
	"github.com/quo-import/quo-import/store/postgres/pgtest"
)

// TestDeployedCommandsWithADatabase is TestDeployedCommands for those whose state is in
// PostgreSQL: each import runs as its scheduler runs it.
func TestDeployedCommandsWithADatabase(t *testing.T) {
	program := buildProgram(t)
	server := pgtest.Shared(t)
	for i, d := range []struct {
		file    string
		command func(t *testing.T, text string) (line string, env []string)
	}{
		{"cronjob-postgres.yaml", ofCronJob},
		{"github-actions-postgres.yml", ofWorkflow},
	} {
		t.Run(d.file, func(t *testing.T) {
			line, env := d.command(t, deployed(t, d.file))
			state := fmt.Sprintf("%s?state=deployed%d", server.Address(), i)
			h := newHost(t, program)
			h.nights(strings.ReplaceAll(line, "$(STATE)", state), append(env, "STATE="+state))
			if found, err := filepath.Glob(filepath.Join(h.dir, "quo-import*")); len(found) > 0 || err != nil {
				t.Errorf("it left %q behind, on a machine without a disk", found)
			}
		})
	}
}

// TestDeployedFleets runs the workers of deploy/ with the environment of their file, and
// the commands of its comment beside them. Each job must be done by a worker, and the
// worker end in good order.
func TestDeployedFleets(t *testing.T) {
	program := buildProgram(t)
	for file, worker := range map[string]func(t *testing.T, text string) (args, env []string){
		"workers.yaml": ofDeployment, "compose.yaml": ofCompose,
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			text := deployed(t, file)
			args, env := worker(t, text)
			// A container has no network of that name here.
			env = replaced(env, map[string]string{"PGHOST": "127.0.0.1", "PGUSER": "quo", "PGDATABASE": "postgres"})
			env = append(env, "PGPORT="+strconv.Itoa(pgtest.Start(t).Port()))
			h := newHost(t, program)
			jobs := "version: 1\ndefaults:\n  files: contacts.csv\n  mapping: mapping.yaml\n"
			for _, setting := range regexp.MustCompile(`(?m)^# In jobs\.yaml: (key: \{.*\}), (state: ".*")$`).FindStringSubmatch(text)[1:] {
				jobs += "  " + setting + "\n"
			}
			if err := os.WriteFile(filepath.Join(h.dir, "jobs.yaml"), []byte(jobs+"jobs:\n  acme: {}\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			start := func(args ...string) (*exec.Cmd, *bytes.Buffer) {
				var out bytes.Buffer
				cmd := exec.Command(program, args...)
				cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = h.dir, append(slices.Clone(env), "QUO_IMPORT_BASE_URL="+h.url), &out, &out
				return cmd, &out
			}
			run := func(args ...string) string {
				cmd, out := start(args...)
				if err := cmd.Run(); err != nil {
					t.Fatalf("%q: %v\n%s", args, err, out)
				}
				return out.String()
			}
			var commands []string
			for _, found := range regexp.MustCompile(`(?m)^#.* (?:quo-import|run --rm workers) (jobs .*)$`).FindAllStringSubmatch(text, -1) {
				commands = append(commands, found[1])
			}
			if len(commands) != 2 || !strings.HasPrefix(commands[0], "jobs apply jobs.yaml") || commands[1] != "jobs status" {
				t.Fatalf("the comment has the commands %q", commands)
			}
			run(strings.Fields(commands[0])...)
			run("jobs", "apply", "jobs.yaml", "--now")
			work, said := start(args...)
			if err := work.Start(); err != nil {
				t.Fatal(err)
			}
			wait(t, func() bool { return strings.Contains(run(strings.Fields(commands[1])...), "completed") })
			if err := work.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := work.Wait(); err != nil {
				t.Errorf("the worker, after SIGTERM: %v\n%s", err, said)
			}
			if n := len(h.sandbox.Contacts()); n != 2 {
				t.Errorf("%d contacts, want 2\n%s", n, said)
			}
			if out := run("state", "ls", "-s", "postgres://"); !strings.Contains(out, "acme") {
				t.Errorf("the states are\n%s", out)
			}
		})
	}
}

func deployed(t *testing.T, file string) string {
	text, err := os.ReadFile(filepath.Join("../../deploy", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// replaced returns an environment with other values of variables, which must be in it.
func replaced(env []string, values map[string]string) []string {
	for name, value := range values {
		at := slices.IndexFunc(env, func(e string) bool { return strings.HasPrefix(e, name+"=") })
		if at < 0 {
			env = append(env, "MISSING="+name)
			continue
		}
		env[at] = name + "=" + value
	}
	return env
}

// manifest is what the files of deploy/ have of a Kubernetes object. A field that is not
// here is thought misspelt.
type manifest struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   meta
	Spec       struct {
		AccessModes []string `yaml:"accessModes"`
		Resources   map[string]map[string]string

		Replicas int
		Selector struct {
			MatchLabels map[string]string `yaml:"matchLabels"`
		}
		Template podTemplate

		Schedule                string
		TimeZone                string `yaml:"timeZone"`
		ConcurrencyPolicy       string `yaml:"concurrencyPolicy"`
		StartingDeadlineSeconds int    `yaml:"startingDeadlineSeconds"`
		JobTemplate             struct {
			Spec struct {
				BackoffLimit     int `yaml:"backoffLimit"`
				PodFailurePolicy struct {
					Rules []struct {
						Action      string
						OnExitCodes struct {
							ContainerName string `yaml:"containerName"`
							Operator      string
							Values        []int
						} `yaml:"onExitCodes"`
					}
				} `yaml:"podFailurePolicy"`
				Template podTemplate
			}
		} `yaml:"jobTemplate"`
	}
}

type meta struct {
	Name   string
	Labels map[string]string
}

type podTemplate struct {
	Metadata meta
	Spec     struct {
		RestartPolicy                 string `yaml:"restartPolicy"`
		TerminationGracePeriodSeconds int    `yaml:"terminationGracePeriodSeconds"`
		AutomountServiceAccountToken  *bool  `yaml:"automountServiceAccountToken"`
		SecurityContext               struct {
			RunAsNonRoot   bool                  `yaml:"runAsNonRoot"`
			RunAsUser      int                   `yaml:"runAsUser"`
			RunAsGroup     int                   `yaml:"runAsGroup"`
			FSGroup        int                   `yaml:"fsGroup"`
			SeccompProfile struct{ Type string } `yaml:"seccompProfile"`
		} `yaml:"securityContext"`
		Containers []container
		Volumes    []volume
	}
}

type container struct {
	Name, Image string
	WorkingDir  string `yaml:"workingDir"`
	Args        []string
	Env         []variable
	EnvFrom     []struct {
		SecretRef struct{ Name string } `yaml:"secretRef"`
	} `yaml:"envFrom"`
	Resources       map[string]map[string]string
	SecurityContext struct {
		AllowPrivilegeEscalation *bool `yaml:"allowPrivilegeEscalation"`
		ReadOnlyRootFilesystem   bool  `yaml:"readOnlyRootFilesystem"`
		Capabilities             struct{ Drop []string }
	} `yaml:"securityContext"`
	VolumeMounts []struct {
		Name      string
		MountPath string `yaml:"mountPath"`
		ReadOnly  bool   `yaml:"readOnly"`
	} `yaml:"volumeMounts"`
}

type variable struct {
	Name, Value string
	ValueFrom   struct {
		SecretKeyRef struct{ Name, Key string } `yaml:"secretKeyRef"`
	} `yaml:"valueFrom"`
}

type volume struct {
	Name                  string
	EmptyDir              *struct{} `yaml:"emptyDir"`
	PersistentVolumeClaim struct {
		ClaimName string `yaml:"claimName"`
	} `yaml:"persistentVolumeClaim"`
	ConfigMap struct{ Name string } `yaml:"configMap"`
	Secret    struct {
		SecretName  string `yaml:"secretName"`
		DefaultMode int    `yaml:"defaultMode"`
	}
}

// manifests returns the objects of a file.
func manifests(t *testing.T, text string) (list []manifest) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	for {
		var m manifest
		err := d.Decode(&m)
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, m)
	}
}

// pod returns the pod of an object that has one.
func (m *manifest) pod() *podTemplate {
	if m.Kind == "CronJob" {
		return &m.Spec.JobTemplate.Spec.Template
	}
	return &m.Spec.Template
}

// created returns the entries of the secrets and config maps that the commands in the
// comment of a file create, such as "secret NAME/KEY", with their values; that of a file
// is "".
func created(text string) map[string]string {
	commands := strings.ReplaceAll(regexp.MustCompile(`(?m)^#\s*`).ReplaceAllString(text, ""), "\\\n", "")
	entries := map[string]string{}
	for _, c := range regexp.MustCompile(`kubectl create (secret|configmap)(?: generic)?( \S+) (.*)`).FindAllStringSubmatch(commands, -1) {
		for _, entry := range regexp.MustCompile(`--from-(?:literal|file)=([\w.-]+)(?:='?([^\s']*))?`).FindAllStringSubmatch(c[3], -1) {
			entries[c[1]+c[2]+"/"+entry[1]] = entry[2]
		}
		for _, line := range regexp.MustCompile(`--from-env-file=\S+\s+# (\w+)=…`).FindAllStringSubmatch(c[3], -1) {
			entries[c[1]+c[2]+"/"+line[1]] = "k"
		}
	}
	return entries
}

// environment returns what a container finds in its environment.
func (c *container) environment(t *testing.T, secrets map[string]string) (env []string) {
	for _, e := range c.Env {
		ref := e.ValueFrom.SecretKeyRef
		value, there := secrets["secret "+ref.Name+"/"+ref.Key]
		if !there && e.Value == "" {
			t.Errorf("%s: the comment creates no secret %s with %s", e.Name, ref.Name, ref.Key)
		}
		env = append(env, e.Name+"="+e.Value+value)
	}
	for _, from := range c.EnvFrom {
		before := len(env)
		for entry, value := range secrets {
			if name, key, _ := strings.Cut(entry, "/"); name == "secret "+from.SecretRef.Name {
				env = append(env, key+"="+value)
			}
		}
		if len(env) == before {
			t.Errorf("the comment creates no secret %s", from.SecretRef.Name)
		}
	}
	return env
}

func ofCronJob(t *testing.T, text string) (string, []string) {
	list := manifests(t, text)
	c := list[len(list)-1].pod().Spec.Containers[0]
	words := make([]string, len(c.Args))
	for i, arg := range c.Args {
		words[i] = term.ShellWord(arg)
	}
	return "/quo-import " + strings.Join(words, " "), nil
}

func ofDeployment(t *testing.T, text string) (args, env []string) {
	c := manifests(t, text)[0].pod().Spec.Containers[0]
	return c.Args, c.environment(t, created(text))
}

// TestManifestsFitTogether: in each file for Kubernetes, what is mounted, selected or
// read has the name of what is there.
func TestManifestsFitTogether(t *testing.T) {
	kinds := map[string]string{"PersistentVolumeClaim": "v1", "CronJob": "batch/v1", "Deployment": "apps/v1"}
	for _, file := range []string{"cronjob.yaml", "cronjob-postgres.yaml", "workers.yaml"} {
		t.Run(file, func(t *testing.T) {
			text := deployed(t, file)
			secrets := created(text)
			for _, m := range manifests(t, text) {
				if kinds[m.Kind] != m.APIVersion || m.Metadata.Name == "" {
					t.Errorf("%s %s %q", m.APIVersion, m.Kind, m.Metadata.Name)
				}
				if m.Kind == "PersistentVolumeClaim" {
					continue
				}
				pod := m.pod()
				for label, value := range m.Spec.Selector.MatchLabels {
					if pod.Metadata.Labels[label] != value {
						t.Errorf("the pods have no label %s: %s", label, value)
					}
				}
				c := pod.Spec.Containers[0]
				c.environment(t, secrets)
				for _, rule := range m.Spec.JobTemplate.Spec.PodFailurePolicy.Rules {
					if rule.OnExitCodes.ContainerName != c.Name || pod.Spec.RestartPolicy != "Never" {
						t.Errorf("the policy of failures is of a container %s, restarted %s", rule.OnExitCodes.ContainerName, pod.Spec.RestartPolicy)
					}
				}
				mounted := []string{}
				for _, mount := range c.VolumeMounts {
					at := slices.IndexFunc(pod.Spec.Volumes, func(v volume) bool { return v.Name == mount.Name })
					if at < 0 {
						t.Errorf("%s: there is no volume %s", mount.MountPath, mount.Name)
						continue
					}
					v := pod.Spec.Volumes[at]
					if v.EmptyDir != nil || v.PersistentVolumeClaim.ClaimName != "" {
						mounted = append(mounted, mount.MountPath)
						continue
					}
					before := len(mounted)
					for entry := range secrets {
						if name, key, _ := strings.Cut(entry, "/"); name == "secret "+v.Secret.SecretName || name == "configmap "+v.ConfigMap.Name {
							mounted = append(mounted, filepath.Join(mount.MountPath, key))
						}
					}
					if len(mounted) == before {
						t.Errorf("%s: the comment does not create what is mounted", mount.MountPath)
					}
				}
				for _, arg := range append(c.Args, c.WorkingDir, "/tmp") {
					_, value, ok := strings.Cut(arg, "=")
					if !ok {
						value = arg
					}
					if strings.HasPrefix(value, "/") && !slices.ContainsFunc(mounted, func(m string) bool { return value == m || strings.HasPrefix(value, m+"/") }) {
						t.Errorf("nothing is mounted for %s (%q)", arg, mounted)
					}
				}
				for _, arg := range c.Args {
					for _, name := range regexp.MustCompile(`\$\((\w+)\)`).FindAllStringSubmatch(arg, -1) {
						if !slices.ContainsFunc(c.Env, func(v variable) bool { return v.Name == name[1] }) {
							t.Errorf("%s: there is no variable %s", arg, name[1])
						}
					}
				}
			}
		})
	}
}

// composition is what compose.yaml has of a Compose file.
type composition struct {
	Services map[string]struct {
		Image            string
		Build            struct{ Context, Dockerfile string }
		Environment      map[string]string
		EnvFile          []string `yaml:"env_file"`
		Command, Secrets []string
		Dir              string `yaml:"working_dir"`
		Grace            string `yaml:"stop_grace_period"`
		Volumes          []string
		Deploy           struct{ Replicas int }
		Healthcheck      struct {
			Test     []string
			Interval string
			Retries  int
		}
		DependsOn map[string]struct{ Condition string } `yaml:"depends_on"`
	}
	Secrets map[string]struct{ File string }
	Volumes map[string]*struct{}
}

// ofCompose returns the command of the workers and their environment, and compares it
// with that of the database.
func ofCompose(t *testing.T, text string) (args, env []string) {
	var c composition
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil {
		t.Fatal(err)
	}
	database, workers := c.Services["database"], c.Services["workers"]
	for variable, want := range map[string]string{"PGUSER": database.Environment["POSTGRES_USER"], "PGDATABASE": database.Environment["POSTGRES_DB"], "PGHOST": "database"} {
		if got := workers.Environment[variable]; got != want || got == "" {
			t.Errorf("%s is %q, the database has %q", variable, got, want)
		}
	}
	if _, there := workers.DependsOn["database"]; !there || !slices.Contains(database.Healthcheck.Test, database.Environment["POSTGRES_USER"]) {
		t.Error("the workers do not wait for the database")
	}
	if len(database.Secrets) != 1 || database.Environment["POSTGRES_PASSWORD_FILE"] != "/run/secrets/"+database.Secrets[0] || c.Secrets[database.Secrets[0]].File == "" {
		t.Errorf("the secrets %q of %v", database.Secrets, c.Secrets)
	}
	for _, v := range append(database.Volumes, workers.Volumes...) {
		name, target, _ := strings.Cut(v, ":")
		if _, there := c.Volumes[name]; !there && !strings.HasPrefix(name, "../") {
			t.Errorf("there is no volume %s", name)
		}
		if strings.HasPrefix(name, "../") && target != workers.Dir {
			t.Errorf("%s is mounted at %s, the workers run in %s", name, target, workers.Dir)
		}
	}
	if _, err := os.Stat(filepath.Join("../../deploy", workers.Build.Context, workers.Build.Dockerfile)); err != nil {
		t.Error(err)
	}
	for name, value := range workers.Environment {
		env = append(env, name+"="+regexp.MustCompile(`^\$\{\w+:\?.*\}$`).ReplaceAllString(value, "s3cret"))
	}
	return workers.Command, append(env, "ACME_KEY=k") // of keys.env
}
