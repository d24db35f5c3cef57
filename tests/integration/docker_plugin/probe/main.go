// The only process of the test image: serves, checks, sleeps or fails, as told.
package main

import (
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	words := append(os.Args[1:], "sleep")
	switch words[0] {
	case "serve":
		go http.ListenAndServe(":8000", nil)
		waitForSignal()
	case "healthy":
	case "fail":
		fmt.Println(words[1])
		os.Exit(3)
	default:
		fmt.Println("sleeping", words[1:])
		waitForSignal()
	}
}

func waitForSignal() {
	received := make(chan os.Signal, 1)
	signal.Notify(received, syscall.SIGTERM, syscall.SIGINT)
	fmt.Println("stopped by", <-received)
}
