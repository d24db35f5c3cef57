// hc asks a process in its own container for a page and says by its exit code
// whether the answer was 2xx: a health check for images that have no shell.
//
//	hc PORT PATH [REST]
//
// Starting a check costs the engine far more than the check itself. So with REST, a
// number of seconds, an answer that is good is told only after that rest, unless the
// container is young: somebody may wait for it then. A bad answer is told at once.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// patience bounds the whole exchange; Docker's own timeout is longer, so that
// the reason reaches the health log.
const patience = 2 * time.Second

// young is how long after the container's start nothing is held back; `make up` gives
// up on a container that is not healthy by then.
const young = 90 * time.Second

// ticksPerSecond is the unit of times in /proc/<pid>/stat, on every Linux.
const ticksPerSecond = 100

func main() {
	rest, err := restOf(os.Args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "usage: hc PORT PATH [REST]:", err)
		os.Exit(2)
	}
	if err := check(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "hc:", err)
		os.Exit(1)
	}
	if rest > 0 && age() > young {
		time.Sleep(rest)
	}
}

func restOf(args []string) (time.Duration, error) {
	if len(args) == 3 {
		return 0, nil
	}
	if len(args) != 4 {
		return 0, errors.New("two or three words are needed")
	}
	seconds, err := strconv.ParseUint(args[3], 10, 16)
	return time.Duration(seconds) * time.Second, err
}

// age returns how long ago the container's first process began; 0 where nothing tells.
func age() time.Duration {
	stat, err := os.ReadFile("/proc/1/stat")
	if err != nil {
		return 0
	}
	uptime, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0
	}
	return ageIn(string(stat), string(uptime))
}

func ageIn(stat, uptime string) time.Duration {
	// The name, in brackets, may hold anything; the start is the 20th field after it.
	fields := strings.Fields(stat[strings.LastIndex(stat, ")")+1:])
	up := strings.Fields(uptime)
	if len(fields) < 20 || len(up) == 0 {
		return 0
	}
	began, err := strconv.ParseFloat(fields[19], 64)
	if err != nil {
		return 0
	}
	now, err := strconv.ParseFloat(up[0], 64)
	if err != nil {
		return 0
	}
	return time.Duration((now - began/ticksPerSecond) * float64(time.Second))
}

func check(port, path string) error {
	conn, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", port), patience)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	// HTTP/1.0 ends the answer by closing; net/http would triple the binary.
	if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.0\r\nHost: localhost\r\nUser-Agent: hc\r\n\r\n", path); err != nil {
		return err
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	return judge(strings.TrimSpace(line))
}

func judge(statusLine string) error {
	fields := strings.Fields(statusLine)
	if len(fields) < 2 || !strings.HasPrefix(fields[0], "HTTP/") {
		return errors.New("not HTTP: " + statusLine)
	}
	if len(fields[1]) != 3 || fields[1][0] != '2' {
		return errors.New("answered " + statusLine)
	}
	return nil
}
