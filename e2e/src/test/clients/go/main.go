// One call of gocent: what to do as JSON on standard input, how it went as JSON on standard output.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	"github.com/centrifugal/gocent/v3"
)

func main() {
	var call struct{ URL, Key, User string }
	if err := json.NewDecoder(os.Stdin).Decode(&call); err != nil {
		panic(err)
	}
	client := gocent.New(gocent.Config{Addr: call.URL + "/api", Key: call.Key})
	err := client.Disconnect(context.Background(), call.User)
	outcome := map[string]any{"status": 200, "text": ""}
	if err != nil {
		outcome = map[string]any{"status": 0, "text": err.Error()}
	}
	var status gocent.ErrStatusCode
	if errors.As(err, &status) {
		outcome["status"] = status.Code
	}
	_ = json.NewEncoder(os.Stdout).Encode(outcome)
}
