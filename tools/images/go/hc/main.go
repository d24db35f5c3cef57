// hc asks a process in its own container for a page and says by its exit code
// whether the answer was 2xx: a health check for images that have no shell.
//
//	hc PORT PATH
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

// patience bounds the whole exchange; Docker's own timeout is longer, so that
// the reason reaches the health log.
const patience = 2 * time.Second

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: hc PORT PATH")
		os.Exit(2)
	}
	if err := check(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "hc:", err)
		os.Exit(1)
	}
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
