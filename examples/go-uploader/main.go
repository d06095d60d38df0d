// Takes uploads, keeps each in a temporary file until it has been passed on, and removes it.
package main

import (
	"io"
	"log"
	"net/http"
	"os"
	"time"
)

// How long it takes to pass a file on.
var passOn = durationOf("PASS_ON", 3*time.Second)

func main() {
	http.HandleFunc("/healthz", func(answer http.ResponseWriter, _ *http.Request) {
		answer.WriteHeader(http.StatusNoContent)
	})
	http.HandleFunc("/upload", func(answer http.ResponseWriter, request *http.Request) {
		file, err := os.CreateTemp("", "upload-")
		if err == nil {
			defer file.Close()
			_, err = io.Copy(file, request.Body)
		}
		if err != nil {
			http.Error(answer, err.Error(), http.StatusInsufficientStorage)
			return
		}
		time.AfterFunc(passOn, func() { os.Remove(file.Name()) })
		answer.WriteHeader(http.StatusCreated)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}

func durationOf(name string, otherwise time.Duration) time.Duration {
	if given, err := time.ParseDuration(os.Getenv(name)); err == nil {
		return given
	}
	return otherwise
}
